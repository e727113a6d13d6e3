// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.produce;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.produce.PutRig.Request;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Records through a putter whose requests are answered one by one. */
class PutterTest {

    private static final Duration LONG = Duration.ofSeconds(10);

    @Test
    void recordsShareARequestAfterLinger() {
        PutRig rig = new PutRig(PutRig.settings());
        rig.put("a", "a1");
        rig.put("b", "b1");
        assertThat(rig.requests).isEmpty();
        rig.linger();
        Request request = rig.next();
        assertThat(request.bodies()).containsExactly("a1", "b1");
        request.acceptAll();
        rig.time.settle();
        assertThat(rig.outcomes).hasSize(2);
        assertThat(rig.outcomes.get("b1")).isEqualTo(new PutOutcome.Put("shard", "1", 1));
        assertThat(rig.putter.pendingRecords()).isZero();
        assertThat(rig.putter.pendingBytes()).isZero();
    }

    @Test
    void aFullRequestGoesAtOnce() {
        PutRig rig = new PutRig(PutRig.settings(2, 8, -1, 100));
        rig.put("a", "a1");
        rig.put("b", "b1");
        rig.put("c", "c1");
        assertThat(rig.next().bodies()).containsExactly("a1", "b1");
        assertThat(rig.requests).isEmpty();
    }

    @Test
    void bytesCloseARequestAndALargerRecordGoesAlone() {
        PutRig rig = new PutRig(PutRig.settings());
        rig.put("a", "x".repeat(600));
        rig.put("b", "y".repeat(600));
        rig.put("c", "z".repeat(5_000));
        rig.put("d", "d1");
        assertThat(rig.next().bodies()).containsExactly("x".repeat(600));
        assertThat(rig.next().bodies()).containsExactly("y".repeat(600));
        assertThat(rig.next().bodies()).containsExactly("z".repeat(5_000));
        rig.advance(LONG);
        assertThat(rig.next().bodies()).containsExactly("d1");
    }

    @Test
    void aKeyHasOneRecordOutAtATime() {
        PutRig rig = new PutRig(PutRig.settings());
        rig.put("a", "a1");
        rig.put("a", "a2");
        rig.put("b", "b1");
        rig.linger();
        Request first = rig.next();
        assertThat(first.bodies()).containsExactly("a1", "b1");
        rig.advance(LONG);
        assertThat(rig.requests).isEmpty();
        first.acceptAll();
        assertThat(rig.next().bodies())
                .as("it has waited longer than linger already")
                .containsExactly("a2");
    }

    @Test
    void aRejectedRecordHoldsBackItsKeyAlone() {
        PutRig rig = new PutRig(PutRig.settings());
        rig.put("a", "a1");
        rig.put("b", "b1");
        rig.put("a", "a2");
        rig.put("b", "b2");
        rig.linger();
        rig.next().reject(0);
        Request other = rig.next();
        assertThat(other.bodies()).containsExactly("b2");
        other.acceptAll();
        rig.advance(Duration.ofMillis(99));
        assertThat(rig.requests).isEmpty();
        rig.advance(Duration.ofMillis(1));
        Request again = rig.next();
        assertThat(again.bodies()).containsExactly("a1");
        again.acceptAll();
        assertThat(rig.next().bodies()).containsExactly("a2");
        assertThat(rig.outcomes.get("a1")).isEqualTo(new PutOutcome.Put("shard", "0", 2));
    }

    @Test
    void aRequestWithoutAnAnswerIsSentAgainInPlace() {
        PutRig rig = new PutRig(PutRig.settings());
        rig.put("a", "a1");
        rig.put("a", "a2");
        rig.linger();
        rig.next().answer().complete(new PutResult.Unknown(new IllegalStateException("reset")));
        rig.advance(Duration.ofMillis(100));
        Request again = rig.next();
        assertThat(again.bodies()).containsExactly("a1");
        again.answer().completeExceptionally(new IllegalStateException("a writer must not, and yet"));
        rig.advance(Duration.ofMillis(200));
        rig.next().acceptAll();
        assertThat(rig.next().bodies()).containsExactly("a2");
        assertThat(rig.outcomes.get("a1")).isEqualTo(new PutOutcome.Put("shard", "0", 3));
    }

    @Test
    void anAnswerForTooFewRecordsIsNone() {
        PutRig rig = new PutRig(PutRig.settings());
        rig.put("a", "a1");
        rig.linger();
        rig.next().answer().complete(new PutResult.Answered(List.of()));
        rig.advance(Duration.ofMillis(100));
        assertThat(rig.next().bodies()).containsExactly("a1");
        assertThat(rig.outcomes).isEmpty();
    }

    @Test
    void triesEndAndTheNextOfTheKeyGoesOn() {
        PutRig rig = new PutRig(PutRig.settings(500, 8, 1, 100));
        rig.put("a", "a1");
        rig.put("a", "a2");
        rig.linger();
        rig.next().answer().complete(new PutResult.Unknown(new IllegalStateException("reset")));
        rig.advance(Duration.ofMillis(100));
        rig.next().reject(0);
        assertThat(rig.next().bodies()).containsExactly("a2");
        assertThat(rig.outcomes.get("a1"))
                .isEqualTo(new PutOutcome.Failed(
                        PutOutcome.Reason.RETRIES_OVER, "ProvisionedThroughputExceededException", null, 2, true));
    }

    @Test
    void retryTimeoutEndsTheTries() {
        PutSettings s = PutRig.settings();
        PutRig rig = new PutRig(new PutSettings(
                s.ordering(),
                s.batchSize(),
                s.batchBytes(),
                s.linger(),
                s.maxInFlightRequests(),
                -1,
                s.retryDelay(),
                s.maxRetryDelay(),
                Duration.ofMillis(250),
                s.maxPendingRecords(),
                s.maxPendingBytes(),
                s.whenFull()));
        rig.put("a", "a1");
        rig.linger();
        rig.next().reject(0);
        rig.advance(Duration.ofMillis(100));
        rig.next().reject(0);
        rig.advance(Duration.ofMillis(145));
        rig.next().reject(0);
        rig.time.settle();
        assertThat(rig.outcomes.get("a1")).isInstanceOfSatisfying(PutOutcome.Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo(PutOutcome.Reason.RETRIES_OVER);
            assertThat(failed.attempts()).isEqualTo(3);
        });
    }

    @Test
    void oneRecordThatIsRefusedIsFoundAmongItsNeighbours() {
        PutRig rig = new PutRig(PutRig.settings());
        for (String key : List.of("a", "b", "bad", "c", "d")) {
            rig.put(key, key + "1");
        }
        rig.put("bad", "later");
        rig.linger();
        int requests = 0;
        while (rig.outcomes.size() < 5) {
            Request request = rig.next();
            requests++;
            if (request.bodies().contains("bad1")) {
                request.answer().complete(new PutResult.Fatal(new IllegalArgumentException("too large"), true));
            } else {
                request.acceptAll();
            }
            rig.time.settle();
        }
        assertThat(requests).isLessThanOrEqualTo(7);
        assertThat(rig.outcomes.get("bad1"))
                .isInstanceOfSatisfying(PutOutcome.Failed.class, failed -> assertThat(failed.reason())
                        .isEqualTo(PutOutcome.Reason.REFUSED));
        assertThat(rig.outcomes.values())
                .filteredOn(PutOutcome.Put.class::isInstance)
                .hasSize(4);
        assertThat(rig.next().bodies()).containsExactly("later");
    }

    @Test
    void aStreamThatRefusesEverythingIsAskedOnce() {
        PutRig rig = new PutRig(PutRig.settings());
        rig.put("a", "a1");
        rig.put("b", "b1");
        rig.linger();
        rig.next().answer().complete(new PutResult.Fatal(new IllegalStateException("no such stream"), false));
        rig.time.settle();
        assertThat(rig.outcomes).hasSize(2);
        assertThat(rig.sent).isEqualTo(1);
    }

    @Test
    void requestsUnderWayAreBoundedAndStreamsTakeTurns() {
        PutRig rig = new PutRig(PutRig.settings(1, 2, -1, 100));
        rig.put("one", "a", "one1");
        rig.put("one", "b", "one2");
        rig.put("one", "c", "one3");
        rig.put("two", "a", "two1");
        assertThat(rig.requests).hasSize(2);
        rig.next().acceptAll();
        rig.next().acceptAll();
        rig.time.settle();
        assertThat(rig.requests).extracting(Request::stream).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void whoFindsNoRoomWaitsInLine() {
        PutRig rig = new PutRig(PutRig.settings(500, 8, -1, 2));
        assertThat(rig.put("a", "a1")).isCompleted();
        assertThat(rig.put("b", "b1")).isCompleted();
        CompletionStage<Void> third = rig.put("c", "c1");
        CompletionStage<Void> fourth = rig.put("d", "d1");
        assertThat(third).isNotDone();
        rig.linger();
        Request request = rig.next();
        assertThat(request.bodies()).containsExactly("a1", "b1");
        request.reject(1);
        rig.time.settle();
        assertThat(third).isCompleted();
        assertThat(fourth).isNotDone();
        assertThat(rig.putter.pendingRecords()).isEqualTo(2);
    }

    @Test
    void orNobodyWaits() {
        PutSettings s = PutRig.settings();
        PutRig rig = new PutRig(new PutSettings(
                s.ordering(),
                s.batchSize(),
                s.batchBytes(),
                s.linger(),
                s.maxInFlightRequests(),
                -1,
                s.retryDelay(),
                s.maxRetryDelay(),
                null,
                1,
                s.maxPendingBytes(),
                WhenFull.FAIL));
        rig.put("a", "a1");
        assertThat(rig.put("b", "b1")).isCompleted();
        assertThat(rig.outcomes.get("b1"))
                .isEqualTo(new PutOutcome.Failed(PutOutcome.Reason.FULL, null, null, 0, false));
        rig.linger();
        assertThat(rig.next().bodies()).containsExactly("a1");
    }

    @Test
    void aPartialRequestWaitsForTheAnswerToOneUnderWay() {
        PutRig rig = new PutRig(PutRig.settings());
        rig.put("a", "a1");
        rig.linger();
        Request first = rig.next();
        rig.put("b", "b1");
        rig.advance(PutRig.LINGER.multipliedBy(2));
        assertThat(rig.requests).isEmpty();
        rig.put("a", "a2");
        first.acceptAll();
        assertThat(rig.next().bodies()).containsExactly("b1", "a2");
    }

    @Test
    void thatWaitIsBounded() {
        PutRig rig = new PutRig(PutRig.settings());
        rig.put("a", "a1");
        rig.linger();
        rig.next();
        rig.put("b", "b1");
        rig.advance(PutRig.LINGER.multipliedBy(10));
        assertThat(rig.next().bodies()).containsExactly("b1");
    }

    @Test
    void stoppingSendsWhatIsPendingAndTakesNoMore() {
        PutRig rig = new PutRig(PutRig.settings());
        rig.put("a", "a1");
        rig.put("a", "a2");
        CompletableFuture<Void> stopped = rig.putter.stop(LONG).toCompletableFuture();
        rig.next().acceptAll();
        rig.put("b", "late");
        assertThat(rig.outcomes.get("late"))
                .isEqualTo(new PutOutcome.Failed(PutOutcome.Reason.STOPPED, null, null, 0, false));
        assertThat(stopped).isNotDone();
        rig.next().acceptAll();
        rig.time.settle();
        assertThat(stopped).isCompleted();
        assertThat(rig.outcomes.get("a2")).isInstanceOf(PutOutcome.Put.class);
        assertThat(rig.time.timers()).isZero();
    }

    @Test
    void stoppingFailsWhatIsNotInInTime() {
        PutRig rig = new PutRig(PutRig.settings(1, 1, -1, 3));
        rig.put("a", "rejected");
        rig.next().reject(0);
        rig.put("b", "underway");
        rig.put("c", "inline");
        rig.put("d", "outside");
        CompletableFuture<Void> stopped = rig.putter.stop(Duration.ofMillis(50)).toCompletableFuture();
        rig.advance(Duration.ofMillis(50));
        assertThat(stopped).isCompleted();
        assertThat(rig.outcomes.keySet()).containsExactly("inline", "outside", "rejected", "underway");
        assertThat(rig.outcomes.values()).allSatisfy(outcome -> assertThat(((PutOutcome.Failed) outcome).reason())
                .isEqualTo(PutOutcome.Reason.STOPPED));
        assertThat(((PutOutcome.Failed) rig.outcomes.get("underway")).unknown()).isTrue();
        assertThat(((PutOutcome.Failed) rig.outcomes.get("rejected")).unknown()).isFalse();
        rig.next().acceptAll();
        rig.time.settle();
        assertThat(rig.putter.pendingRecords()).isZero();
        assertThat(rig.time.timers()).isZero();
    }

    @Test
    void whoStopsWaitingForRoomWasNeverThere() {
        PutRig rig = new PutRig(PutRig.settings(500, 8, -1, 1));
        rig.put("a", "a1");
        CompletableFuture<Void> waiting = rig.put("a", "a2").toCompletableFuture();
        CompletableFuture<Void> behind = rig.put("b", "b1").toCompletableFuture();
        assertThat(waiting.cancel(false)).isTrue();
        rig.time.settle();
        rig.linger();
        rig.next().acceptAll();
        rig.time.settle();
        assertThat(behind).isCompletedWithValue(null);
        rig.linger();
        assertThat(rig.next().bodies()).containsExactly("b1");
        assertThat(rig.outcomes).containsOnlyKeys("a1");
        assertThat(rig.putter.pendingRecords()).isEqualTo(1);
        rig.put("c", "c1");
        assertThat(rig.putter.pendingRecords()).as("the line is right").isEqualTo(1);
    }

    @Test
    void whoeverIsInCannotStopWaiting() {
        PutRig rig = new PutRig(PutRig.settings(500, 8, -1, 1));
        rig.put("a", "a1");
        CompletableFuture<Void> waiting = rig.put("a", "a2").toCompletableFuture();
        rig.linger();
        rig.next().acceptAll();
        rig.time.settle();
        assertThat(waiting.cancel(false)).isFalse();
        rig.advance(LONG);
        assertThat(rig.next().bodies()).containsExactly("a2");
    }

    @Test
    void aRecordThatIsRefusedAloneFailsAndItsKeyGoesOn() {
        PutRig rig = new PutRig(PutRig.settings());
        rig.put("a", "a1");
        rig.put("b", "b1");
        rig.put("a", "a2");
        rig.linger();
        rig.next()
                .answer()
                .complete(new PutResult.Answered(List.of(
                        new RecordResult.Refused("InvalidArgumentException"),
                        new RecordResult.Accepted("shard", "1"))));
        assertThat(rig.next().bodies()).containsExactly("a2");
        assertThat(rig.outcomes.get("a1"))
                .isEqualTo(
                        new PutOutcome.Failed(PutOutcome.Reason.REFUSED, "InvalidArgumentException", null, 1, false));
        assertThat(rig.outcomes).containsKey("b1");
    }

    @Test
    void whoWatchesCannotStopTheStream() {
        PutRig rig = new PutRig(PutRig.settings());
        rig.eventsFail = true;
        rig.put("a", "a1");
        rig.put("a", "a2");
        rig.put("b", "b1");
        rig.linger();
        rig.next().answer().complete(new PutResult.NotApplied(new IllegalStateException("throttled")));
        rig.advance(Duration.ofMillis(100));
        rig.next().reject(0);
        rig.advance(Duration.ofMillis(200));
        rig.next().acceptAll();
        rig.next().acceptAll();
        rig.time.settle();
        assertThat(rig.outcomes).containsOnlyKeys("a1", "a2", "b1");
        assertThat(rig.putter.pendingRecords()).isZero();
    }

    @Test
    void theSearchForARecordThatIsRefusedCostsItsNeighboursNoTries() {
        PutRig rig = new PutRig(PutRig.settings(500, 8, 1, 100));
        for (String key : List.of("a", "bad", "b", "c", "d", "e", "f", "g")) {
            rig.put(key, key);
        }
        rig.linger();
        while (!rig.outcomes.containsKey("bad")) {
            Request request = rig.next();
            if (request.bodies().contains("bad")) {
                request.answer().complete(new PutResult.Fatal(new IllegalArgumentException("too large"), true));
            } else if (request.bodies().contains("a")) {
                request.reject(0);
            } else {
                request.acceptAll();
            }
            rig.time.settle();
        }
        assertThat(rig.outcomes).doesNotContainKey("a");
        rig.advance(Duration.ofMillis(100));
        Request again = rig.next();
        assertThat(again.bodies()).containsExactly("a");
        again.acceptAll();
        rig.time.settle();
        assertThat(rig.outcomes.get("a")).isEqualTo(new PutOutcome.Put("shard", "0", 5));
    }

    @Test
    void aSlotThatItsStreamDoesNotNeedYetGoesToTheNext() {
        PutRig rig = new PutRig(PutRig.settings(500, 2, -1, 100));
        rig.put("one", "a", "again");
        rig.linger();
        rig.next().reject(0);
        rig.advance(Duration.ofMillis(80));
        rig.put("one", "b", "one");
        rig.put("two", "a", "two");
        rig.linger();
        Request one = rig.next();
        assertThat(one.bodies()).containsExactly("one");
        assertThat(rig.next().bodies()).containsExactly("two");
        rig.advance(PutRig.LINGER.multipliedBy(20));
        rig.put("three", "a", "three");
        rig.linger();
        one.acceptAll();
        rig.time.settle();
        assertThat(rig.requests).extracting(Request::stream).containsExactly("three");
    }

    @Test
    void aStopTriesOnceMoreWhatWaitsForItsDelay() {
        PutRig rig = new PutRig(PutRig.settings());
        rig.put("a", "a1");
        rig.put("a", "a2");
        rig.linger();
        rig.next().reject(0);
        rig.time.settle();
        CompletableFuture<Void> stopped = rig.putter.stop(Duration.ofMillis(20)).toCompletableFuture();
        Request again = rig.next();
        assertThat(again.bodies()).containsExactly("a1");
        again.acceptAll();
        rig.next().acceptAll();
        rig.time.settle();
        assertThat(stopped).isCompleted();
        assertThat(rig.outcomes.values()).hasSize(2).hasOnlyElementsOfType(PutOutcome.Put.class);
        assertThat(rig.time.timers()).isZero();
    }
}
