// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelkinesis.checkpointed.aws.StreamDescription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** When a stream's limit is looked at, and who waits for that. */
class RecordLimitsTest {

    private static final int MIB = 1 << 20;

    private final AtomicLong nanoTime = new AtomicLong();
    private final List<String> looks = new ArrayList<>();
    private final Map<String, CompletableFuture<StreamDescription>> answers = new HashMap<>();
    private final RecordLimits limits = new RecordLimits(this::describe, nanoTime::get);

    private synchronized CompletionStage<StreamDescription> describe(String stream) {
        looks.add(stream);
        CompletableFuture<StreamDescription> answer = answers.get(stream);
        if (answer == null) {
            throw new IllegalStateException("there can be no client");
        }
        return answer;
    }

    private void answer(String stream, int limit) {
        answers.put(stream, CompletableFuture.completedFuture(description(limit)));
    }

    private static StreamDescription description(int limit) {
        return new StreamDescription("arn", "ACTIVE", 1, Duration.ofDays(1), limit);
    }

    private boolean takes(String stream, int size) {
        try {
            limits.check(stream, size);
            return true;
        } catch (RecordTooLargeException e) {
            return false;
        }
    }

    @Test
    void smallRecordsCostNoLookAndLargeOnesOneAsLongAsTheyFit() {
        answer("orders", 4 * MIB);
        assertThat(takes("orders", MIB)).isTrue();
        assertThat(looks).isEmpty();
        for (int i = 0; i < 100; i++) {
            assertThat(takes("orders", 4 * MIB)).isTrue();
        }
        assertThat(looks).hasSize(1);
    }

    @Test
    void aLimitThatIsRaisedCountsAtOnce() {
        answer("orders", MIB);
        assertThat(takes("orders", 2 * MIB)).isFalse();
        answer("orders", 2 * MIB);
        assertThat(takes("orders", 2 * MIB)).isTrue();
    }

    @Test
    void manyRecordsThatAreTooLargeDoNotMakeAsManyLooks() {
        answer("orders", MIB);
        for (int i = 0; i < 1_000; i++) {
            assertThat(takes("orders", 2 * MIB)).isFalse();
        }
        assertThat(looks).hasSize(5);
        nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(2));
        answer("orders", 2 * MIB);
        assertThat(takes("orders", 2 * MIB)).isTrue();
    }

    @Test
    void whereNothingIsFoundTheServiceDecides() {
        assertThat(takes("none", 5 * MIB)).isTrue();
        assertThat(looks).hasSize(1);
        answers.put("refused", CompletableFuture.failedFuture(new IllegalStateException("denied")));
        assertThat(takes("refused", 5 * MIB)).isTrue();
        assertThat(takes("refused", 10 * MIB + 1)).isFalse();
    }

    @Test
    void aLookThatTakesLongIsSharedAndHoldsUpNoOtherStream() throws Exception {
        CompletableFuture<StreamDescription> slow = new CompletableFuture<>();
        answers.put("slow", slow);
        answer("orders", 4 * MIB);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<?>> waiting = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                waiting.add(threads.submit(() -> limits.check("slow", 2 * MIB)));
            }
            assertThatCode(() -> limits.check("orders", 2 * MIB)).doesNotThrowAnyException();
            slow.complete(description(MIB));
            for (Future<?> one : waiting) {
                assertThatThrownBy(() -> one.get(10, TimeUnit.SECONDS))
                        .hasCauseInstanceOf(RecordTooLargeException.class);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
