// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.produce;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Records that the service has not accepted so far. */
class UndeliveredPutTest {

    private final PutRig rig = new PutRig(PutRig.settings());

    private List<UndeliveredPut> undelivered(int most) {
        CompletableFuture<List<UndeliveredPut>> answer =
                rig.putter.undelivered(most).toCompletableFuture();
        rig.time.settle();
        return answer.join();
    }

    @Test
    void whatWaitsToBeSentIsNotAmongThem() {
        rig.put("a", "a1");
        assertThat(undelivered(10)).isEmpty();
        rig.linger();
        assertThat(undelivered(10))
                .singleElement()
                .satisfies(put -> assertThat(put.hasFailed()).as("under way").isFalse());
        rig.next().acceptAll();
        rig.time.settle();
        assertThat(undelivered(10)).isEmpty();
    }

    @Test
    void aRejectedRecordTellsSinceWhenHowOftenAndWhy() {
        rig.put("a", "a1");
        rig.put("b", "b1");
        rig.linger();
        rig.next().reject(1);
        rig.time.settle();
        rig.advance(Duration.ofSeconds(10));
        rig.next().reject(0);
        rig.time.settle();
        assertThat(undelivered(10)).singleElement().satisfies(put -> {
            assertThat(put.stream()).isEqualTo("orders");
            assertThat(put.records()).isEqualTo(1);
            assertThat(put.attempts()).isEqualTo(2);
            assertThat(put.since()).isEqualTo(Duration.ofSeconds(10));
            assertThat(put.lastCode()).isEqualTo("ProvisionedThroughputExceededException");
            assertThat(put.hasFailed()).isTrue();
        });
    }

    @Test
    void aRequestThatFailedTellsItsErrorAndTheLongestComeFirst() {
        rig.put("a", "a1");
        rig.put("b", "b1");
        rig.linger();
        IllegalStateException cause = new IllegalStateException("no network");
        rig.next().answer().complete(new PutResult.Unknown(cause));
        rig.time.settle();
        rig.advance(Duration.ofSeconds(10));
        rig.put("payments", "p", "p1");
        rig.linger();
        List<UndeliveredPut> all = undelivered(10);
        assertThat(all).hasSize(3);
        assertThat(all.get(0).lastCause()).isSameAs(cause);
        assertThat(all).extracting(UndeliveredPut::since).isSortedAccordingTo((x, y) -> y.compareTo(x));
        assertThat(undelivered(1)).extracting(UndeliveredPut::stream).containsExactly("orders", "payments");
    }
}
