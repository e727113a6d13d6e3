// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.produce.PutEvent;
import io.camelkinesis.engine.produce.PutOutcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What each event of a putter does to the meters of its stream. */
class ProducerMetersTest {

    private static final Throwable CAUSE = new IllegalStateException("no");

    private final MeterFixture fixture = new MeterFixture();
    private final ProducerMeters meters = Metering.ofProducer(fixture.context, "orders");

    private double value(Meters meter, String... tags) {
        return fixture.value(meter, tags);
    }

    @Test
    void anAnswerIsCountedBySizeTimeAndRejections() {
        meters.on(new PutEvent.Answered("orders", 500, 9_000, 30, 20, 2_000, Duration.ofMillis(40)));
        meters.on(new PutEvent.Answered("orders", 100, 1_000, 0, 0, 100, Duration.ofMillis(10)));
        assertThat(value(Meters.PUT_RECORDS)).isEqualTo(2_100);
        assertThat(value(Meters.PUT_ATTEMPTS)).isEqualTo(600);
        assertThat(value(Meters.PUT_REQUEST)).isEqualTo(50);
        assertThat(fixture.registry.get(Meters.PUT_REQUEST.id()).timer().count())
                .isEqualTo(2);
        assertThat(value(Meters.PUT_REQUEST_RECORDS)).isEqualTo(600);
        assertThat(fixture.registry
                        .get(Meters.PUT_REQUEST_RECORDS.id())
                        .summary()
                        .max())
                .isEqualTo(500);
        assertThat(value(Meters.PUT_REQUEST_BYTES)).isEqualTo(10_000);
        assertThat(value(Meters.PUT_REJECTIONS, "code", "throttled")).isEqualTo(20);
        assertThat(value(Meters.PUT_REJECTIONS, "code", "failed")).isEqualTo(10);
    }

    @Test
    void aRequestThatFailedIsCountedByWhetherItsOutcomeIsKnown() {
        meters.on(new PutEvent.RequestFailed("orders", 7, true, CAUSE));
        meters.on(new PutEvent.RequestFailed("orders", 3, false, CAUSE));
        meters.on(new PutEvent.RequestFailed("orders", 3, false, CAUSE));
        assertThat(value(Meters.PUT_FAILED_REQUESTS, "unknown", "true")).isEqualTo(1);
        assertThat(value(Meters.PUT_FAILED_REQUESTS, "unknown", "false")).isEqualTo(2);
        assertThat(value(Meters.PUT_ATTEMPTS)).isEqualTo(13);
        assertThat(value(Meters.PUT_RECORDS)).isZero();
    }

    @Test
    void whatIsGivenUpIsCountedByReason() {
        for (PutOutcome.Reason reason : PutOutcome.Reason.values()) {
            meters.on(new PutEvent.GaveUp("orders", new PutOutcome.Failed(reason, null, CAUSE, 1, false)));
        }
        meters.on(new PutEvent.GaveUp(
                "orders", new PutOutcome.Failed(PutOutcome.Reason.RETRIES_OVER, null, CAUSE, 1, false)));
        assertThat(value(Meters.PUT_GIVEN_UP_RECORDS, "reason", "retries_over")).isEqualTo(2);
        assertThat(value(Meters.PUT_GIVEN_UP_RECORDS, "reason", "refused")).isEqualTo(1);
        assertThat(value(Meters.PUT_GIVEN_UP_RECORDS, "reason", "full")).isEqualTo(1);
        assertThat(value(Meters.PUT_GIVEN_UP_RECORDS, "reason", "stopped")).isEqualTo(1);
    }

    @Test
    void aStreamThatAHeaderNamesHasMetersOfItsOwn() {
        meters.on(new PutEvent.Answered("other", 5, 50, 0, 0, 5, Duration.ofMillis(1)));
        assertThat(value(Meters.PUT_RECORDS, "stream", "other")).isEqualTo(5);
        assertThat(value(Meters.PUT_RECORDS, "stream", "orders")).isZero();
    }

    @Test
    void streamsThatHaveMetersAreBounded() {
        for (int i = 0; i < 3 * MicrometerProducerMeters.MOST_STREAMS; i++) {
            meters.on(new PutEvent.Answered("stream-" + i, 1, 10, 0, 0, 1, Duration.ofMillis(1)));
        }
        assertThat(fixture.registry.find(Meters.PUT_RECORDS.id()).counters())
                .hasSize(MicrometerProducerMeters.MOST_STREAMS + 1);
        double others = value(Meters.PUT_RECORDS, "stream", MicrometerProducerMeters.OTHERS);
        assertThat(others).isEqualTo(2 * MicrometerProducerMeters.MOST_STREAMS + 1);
        meters.on(new PutEvent.Answered("orders", 4, 10, 0, 0, 4, Duration.ofMillis(1)));
        assertThat(value(Meters.PUT_RECORDS, "stream", "orders")).isEqualTo(4);
    }

    @Test
    void aBugMovesNothing() {
        int before = fixture.registered().size();
        meters.on(new PutEvent.Bug("", CAUSE));
        assertThat(fixture.registered()).hasSize(before);
    }

    @Test
    void nothingIsLeftBehind() {
        meters.on(new PutEvent.Answered("other", 5, 50, 0, 0, 5, Duration.ofMillis(1)));
        meters.close();
        assertThat(fixture.registered()).isEmpty();
    }
}
