// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.checkpointed.aws.PassingFailure;
import io.camelkinesis.engine.runtime.Backoff;
import io.camelkinesis.engine.runtime.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The waiting of one start. A lease table that does not answer, or takes no more calls for now, is tried again for a while: a
 * fleet that starts together asks much of it. What somebody must mend fails at once, and a stop ends all waiting.
 */
final class StartPatience {

    /** How long after a start has begun what failed is tried again. */
    static final Duration LONGEST = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(StartPatience.class);
    private static final Backoff PAUSES = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10));
    private static final long MILLIS_BETWEEN_LOOKS = 100;

    /** Such a look is dearer than to ask {@link #stopWanted}. */
    private static final long NANOS_BETWEEN_LOOKS_AT_THREADS =
            Duration.ofSeconds(1).toNanos();

    private final String consumer;
    private final Duration longest;
    private final Clock clock;
    private final BooleanSupplier stopWanted;
    private final long endNanos;
    private long nextLookAtThreads;

    /**
     * Begins now.
     *
     * @param consumer who starts, for the log
     * @param longest how long what failed is tried again
     * @param stopWanted whether somebody wants to stop what starts; asked ten times a second
     */
    StartPatience(String consumer, Duration longest, Clock clock, BooleanSupplier stopWanted) {
        this.consumer = consumer;
        this.longest = longest;
        this.clock = clock;
        this.stopWanted = stopWanted;
        this.endNanos = clock.nanoTime() + longest.toNanos();
        this.nextLookAtThreads = clock.nanoTime();
    }

    /**
     * Waits for an answer.
     *
     * @throws CompletionException with what it failed with
     * @throws CancellationException if the consumer is to be stopped, or this thread is interrupted
     */
    <T> T await(CompletionStage<T> answer) {
        CompletableFuture<T> future = answer.toCompletableFuture();
        while (true) {
            if (stopWanted.getAsBoolean() || isStopAwaited()) {
                throw new CancellationException("The consumer was stopped before it had started");
            }
            try {
                return future.get(MILLIS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException notYet) {
                continue;
            } catch (ExecutionException e) {
                throw new CompletionException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("The start of the consumer was interrupted");
            }
        }
    }

    private boolean isStopAwaited() {
        if (clock.nanoTime() - nextLookAtThreads < 0) {
            return false;
        }
        nextLookAtThreads = clock.nanoTime() + NANOS_BETWEEN_LOOKS_AT_THREADS;
        return AwaitedStop.isByNow();
    }

    /**
     * As {@link #await(CompletionStage)}; fails when there is no answer for {@link #LONGEST}, and says so.
     *
     * @param what does not answer
     */
    <T> T await(String what, CompletionStage<T> answer) {
        return await(inTime(what, LONGEST, answer));
    }

    /** The answer to a call, or a failure that says so when there is none for as long as that. */
    private static <T> CompletionStage<T> inTime(String what, Duration limit, CompletionStage<T> answer) {
        return answer.toCompletableFuture()
                .copy()
                .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(failure -> {
                    Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                            ? failure.getCause()
                            : failure;
                    throw new CompletionException(cause instanceof TimeoutException ? unanswered(what, limit) : cause);
                });
    }

    private static TimeoutException unanswered(String what, Duration limit) {
        return new TimeoutException(what + " has not answered for " + OptionProblems.shown(limit)
                + "; check the network and the timeouts of the given client");
    }

    /**
     * Asks until there is an answer, a failure that does not pass, or the time is over; then throws as {@link #await} does.
     *
     * @param what that is asked, for the log
     * @param limit how long it takes until a call without an answer has failed
     */
    <T> T keepTrying(String what, Duration limit, Supplier<? extends CompletionStage<T>> call) {
        for (int failures = 0; ; ) {
            try {
                T answer = await(inTime(what, limit, call.get()));
                if (failures > 0) {
                    LOG.info(
                            "{}: {} has answered, {} failed tries before it",
                            ErrorText.lines(consumer, what, failures));
                }
                return answer;
            } catch (CompletionException failed) {
                Duration pause = PAUSES.after(++failures, ThreadLocalRandom.current());
                if (!PassingFailure.is(failed) || clock.nanoTime() + pause.toNanos() - endNanos > 0) {
                    throw failed;
                }
                if (failures == 1) {
                    tell(what, failed.getCause());
                }
                await(CompletableFuture.runAsync(
                        () -> {}, CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS)));
            }
        }
    }

    /** As {@link #keepTrying(String, Duration, Supplier)}; a call that has no answer for {@link #LONGEST} has failed. */
    <T> T keepTrying(String what, Supplier<? extends CompletionStage<T>> call) {
        return keepTrying(what, LONGEST, call);
    }

    private void tell(String what, Throwable cause) {
        LOG.warn(
                "{}: {} does not answer at the start. It is tried again until {}, {} after the start began; then the start"
                        + " fails: {}",
                ErrorText.lines(
                        consumer,
                        what,
                        clock.now().plusNanos(endNanos - clock.nanoTime()).truncatedTo(ChronoUnit.SECONDS),
                        OptionProblems.shown(longest),
                        ErrorText.of(cause)));
    }
}
