// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.consume.Delivery;
import java.time.Duration;
import java.util.Optional;

/** How the route of a worker treats records. */
interface RouteBehaviour {

    /** How long it takes with this delivery. */
    Duration duration(Delivery delivery);

    /** Whether it fails. */
    boolean fails(Delivery delivery);

    /** How long after its processing it is committed by hand; empty: at once. */
    default Optional<Duration> commitsAfter(Delivery delivery) {
        return Optional.empty();
    }

    /** Whether the dead letter endpoint accepts it. */
    default boolean accepts(Delivery delivery) {
        return true;
    }

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
