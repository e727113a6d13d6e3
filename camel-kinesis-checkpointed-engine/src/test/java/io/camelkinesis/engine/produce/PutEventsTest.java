// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.produce;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told of records that are put, or are not. */
class PutEventsTest {

    private static <E extends PutEvent> List<E> told(PutRig rig, Class<E> kind) {
        return rig.events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Test
    void anAnswerTellsHowManyRecordsAreInByIt() {
        PutRig rig = new PutRig(PutRig.settings());
        rig.put("a", "a1");
        rig.put("b", "b1");
        rig.put("c", "c1");
        rig.linger();
        rig.next().reject(1);
        rig.time.settle();
        assertThat(told(rig, PutEvent.Answered.class))
                .containsExactly(new PutEvent.Answered("orders", 3, 9, 1, 1, 2, Duration.ZERO));
    }

    @Test
    void ofAnAggregateEachRecordIsTold() {
        PutRig rig = new PutRig(PutRig.settings().aggregating(400));
        rig.put("a", "a1");
        rig.put("b", "b1");
        rig.put("a", "a2");
        rig.put("a", "a3");
        rig.linger();
        rig.next().acceptAll();
        rig.time.settle();
        assertThat(told(rig, PutEvent.Answered.class)).singleElement().satisfies(answered -> {
            assertThat(answered.records()).isEqualTo(2);
            assertThat(answered.put()).isEqualTo(4);
        });
    }

    @Test
    void aRecordForWhichThereIsNoRoomIsGivenUp() {
        PutSettings s = PutRig.settings();
        PutRig rig = new PutRig(new PutSettings(
                s.ordering(),
                s.batchSize(),
                s.batchBytes(),
                s.linger(),
                s.maxInFlightRequests(),
                s.maxRetries(),
                s.retryDelay(),
                s.maxRetryDelay(),
                s.retryTimeout(),
                1,
                s.maxPendingBytes(),
                WhenFull.FAIL));
        rig.put("a", "a1");
        rig.put("b", "b1");
        assertThat(told(rig, PutEvent.GaveUp.class))
                .extracting(gaveUp -> gaveUp.outcome().reason())
                .containsExactly(PutOutcome.Reason.FULL);
    }

    @Test
    void aRecordThatComesAfterTheStopIsGivenUp() {
        PutRig rig = new PutRig(PutRig.settings());
        rig.put("a", "a1");
        rig.putter.stop(Duration.ofSeconds(10));
        rig.put("b", "late");
        assertThat(told(rig, PutEvent.GaveUp.class))
                .extracting(gaveUp -> gaveUp.outcome().reason())
                .containsExactly(PutOutcome.Reason.STOPPED);
    }
}
