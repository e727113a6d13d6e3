// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.metrics;

import static io.camelkinesis.checkpointed.metrics.MeterFixture.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.runtime.WorkerEvent;
import io.micrometer.core.instrument.Tags;
import org.apache.camel.support.service.ServiceSupport;
import org.junit.jupiter.api.Test;

/** Consumers and producers whose meters have the same tags. */
class SharedMetersTest {

    private static final Tags TAGS = MeterFixture.tags(ORDERS);

    private final MeterFixture fixture = new MeterFixture();
    private final MeterSet one = fixture.set();
    private final MeterSet two = fixture.set();

    @Test
    void countsGoIntoOneCounterWhichGoesWithTheLast() {
        one.counter(Meters.REPLAYS, TAGS).increment(2);
        two.counter(Meters.REPLAYS, TAGS).increment(3);
        assertThat(fixture.value(Meters.REPLAYS)).isEqualTo(5);
        one.close();
        assertThat(fixture.value(Meters.REPLAYS)).isEqualTo(5);
        two.close();
        assertThat(fixture.registered()).isEmpty();
    }

    @Test
    void amountsAreAddedUp() {
        one.gauge(Meters.PUT_PENDING_RECORDS, TAGS, () -> 2);
        two.gauge(Meters.PUT_PENDING_RECORDS, TAGS, () -> 3);
        assertThat(fixture.value(Meters.PUT_PENDING_RECORDS)).isEqualTo(5);
        one.close();
        assertThat(fixture.value(Meters.PUT_PENDING_RECORDS)).isEqualTo(3);
        two.close();
        assertThat(fixture.registered()).isEmpty();
    }

    @Test
    void ofAgesTheLargestIsShown() {
        one.gauge(Meters.HEARTBEAT_AGE, TAGS, () -> Double.NaN);
        assertThat(fixture.value(Meters.HEARTBEAT_AGE)).isNaN();
        two.gauge(Meters.HEARTBEAT_AGE, TAGS, () -> 300);
        fixture.set().gauge(Meters.HEARTBEAT_AGE, TAGS, () -> 200);
        assertThat(fixture.value(Meters.HEARTBEAT_AGE)).isEqualTo(300);
    }

    @Test
    void aSetThatIsClosedTakesNoMore() {
        one.close();
        one.gauge(Meters.MEMBERS, TAGS, () -> 1);
        assertThat(fixture.registered()).isEmpty();
    }

    @Test
    void whileTheContextIsStoppingCountsStayForTheRegistryToSend() throws Exception {
        ConsumerMeters meters = fixture.openConsumer(ORDERS);
        meters.on(new WorkerEvent.Fenced(ORDERS));
        fixture.context.addService(new ServiceSupport() {
            @Override
            protected void doStop() {
                meters.close();
            }
        });
        fixture.context.start();
        fixture.context.stop();
        assertThat(fixture.value(Meters.FENCES)).isEqualTo(1);
        assertThat(fixture.registered())
                .isNotEmpty()
                .noneMatch(meter -> meter.getId().getName().equals(Meters.MEMBERS.id()));
    }
}
