package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.consume.Delivery;
import java.time.Duration;

/** How the route of a worker treats records. */
interface RouteBehaviour {

    /** How long it takes with this delivery. */
    Duration duration(Delivery delivery);

    /** Whether it fails. */
    boolean fails(Delivery delivery);

    /** Every delivery completes after so long. */
    static RouteBehaviour steady(Duration duration) {
        return new RouteBehaviour() {
            @Override
            public Duration duration(Delivery delivery) {
                return duration;
            }

            @Override
            public boolean fails(Delivery delivery) {
                return false;
            }
        };
    }
}
