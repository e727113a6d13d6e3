// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

class StartPatienceTest {

    private final AtomicBoolean stopWanted = new AtomicBoolean();
    private final AtomicInteger tries = new AtomicInteger();

    private StartPatience patience(Duration longest) {
        return new StartPatience("orders", longest, new SystemClock(), stopWanted::get);
    }

    private CompletableFuture<String> failingBefore(int success, RuntimeException failure) {
        return tries.incrementAndGet() < success
                ? CompletableFuture.failedFuture(failure)
                : CompletableFuture.completedFuture("answer");
    }

    @Test
    void whatPassesIsTriedAgain() {
        RuntimeException refused = SdkClientException.create("Connection refused");
        assertThat(patience(Duration.ofSeconds(20)).keepTrying("the table", () -> failingBefore(3, refused)))
                .isEqualTo("answer");
        assertThat(tries).hasValue(3);
    }

    @Test
    void whatSomebodyMustMendFailsAtOnce() {
        RuntimeException denied =
                DynamoDbException.builder().statusCode(400).message("denied").build();
        assertThatThrownBy(
                        () -> patience(Duration.ofSeconds(20)).keepTrying("the table", () -> failingBefore(3, denied)))
                .isInstanceOf(CompletionException.class)
                .hasCause(denied);
        assertThat(tries).hasValue(1);
    }

    @Test
    void theLastFailureIsToldWhenTheTimeIsOver() {
        RuntimeException silent = SdkClientException.create("no answer");
        long begun = System.nanoTime();
        assertThatThrownBy(() -> patience(Duration.ofSeconds(1))
                        .keepTrying("the table", () -> failingBefore(Integer.MAX_VALUE, silent)))
                .hasCause(silent);
        assertThat(tries.get()).isBetween(2, 4);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void aStopEndsTheWaitForAnAnswerThatNeverComes() {
        CompletableFuture.delayedExecutor(200, java.util.concurrent.TimeUnit.MILLISECONDS)
                .execute(() -> stopWanted.set(true));
        assertThatThrownBy(() -> patience(Duration.ofMinutes(1)).await(new CompletableFuture<>()))
                .isInstanceOf(CancellationException.class)
                .hasMessageContaining("stopped before it had started");
    }

    @Test
    void anInterruptEndsItToo() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> patience(Duration.ofMinutes(1)).await(new CompletableFuture<>()))
                .isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aCallThatNeverAnswersHasFailedWhenTheTimeIsOver() {
        assertThatThrownBy(() -> patience(Duration.ofSeconds(20))
                        .keepTrying("the table", Duration.ofMillis(300), () -> new CompletableFuture<String>()))
                .isInstanceOf(CompletionException.class)
                .cause()
                .hasMessageContaining("the table has not answered for 300ms")
                .hasMessageContaining("timeouts of the given client");
    }

    @Test
    void whatFailsInTimeFailsWithItsOwnCause() {
        RuntimeException refused = SdkClientException.create("Connection refused");
        assertThatThrownBy(() ->
                        patience(Duration.ofSeconds(20)).await("the table", CompletableFuture.failedFuture(refused)))
                .hasCause(refused);
    }
}
