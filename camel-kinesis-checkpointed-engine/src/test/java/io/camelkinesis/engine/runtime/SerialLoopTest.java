// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelkinesis.engine.ManualTime;
import io.camelkinesis.engine.runtime.TaskScheduler.Cancellable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SerialLoopTest {

    private final ManualTime time = new ManualTime();
    private final List<Throwable> bugs = new ArrayList<>();
    private final List<String> ran = new ArrayList<>();
    private final SerialLoop loop = new SerialLoop(time, time, bugs::add);

    @Test
    void runsOnTheCallersThreadWhenNobodyElseRunsIt() {
        loop.execute(() -> ran.add("waits for the scheduler"));
        loop.executeHere(() -> ran.add("comes second"));
        assertThat(ran).as("the scheduler has been asked already").isEmpty();
        time.settle();
        loop.executeHere(() -> {
            loop.executeHere(() -> ran.add("behind"));
            ran.add("here");
        });
        assertThat(ran).containsExactly("waits for the scheduler", "comes second", "here", "behind");
        assertThat(bugs).isEmpty();
    }

    @Test
    void runsOneTaskAtATimeAndThoseOfAThreadInTheirOrder() throws Exception {
        int threads = 8;
        int each = 5_000;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            SerialLoop busy = new SerialLoop(new Pool(pool), time, bugs::add);
            AtomicInteger inside = new AtomicInteger();
            AtomicInteger together = new AtomicInteger();
            int[] last = new int[threads];
            AtomicInteger outOfOrder = new AtomicInteger();
            CountDownLatch done = new CountDownLatch(threads * each);
            for (int t = 0; t < threads; t++) {
                int thread = t;
                new Thread(() -> {
                            for (int i = 1; i <= each; i++) {
                                int number = i;
                                Consumer<Runnable> way = i % 3 == 0 ? busy::executeHere : busy::execute;
                                way.accept(() -> {
                                    together.addAndGet(inside.incrementAndGet() - 1);
                                    outOfOrder.addAndGet(last[thread] == number - 1 ? 0 : 1);
                                    last[thread] = number;
                                    inside.decrementAndGet();
                                    done.countDown();
                                });
                            }
                        })
                        .start();
            }
            assertThat(done.await(60, TimeUnit.SECONDS)).as("all tasks ran").isTrue();
            assertThat(together).hasValue(0);
            assertThat(outOfOrder).hasValue(0);
            assertThat(bugs).isEmpty();
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void aTaskThatThrowsIsReportedAndTheNextOneRuns() {
        IllegalStateException bug = new IllegalStateException("bug");
        loop.execute(() -> {
            throw bug;
        });
        loop.execute(() -> ran.add("next"));
        time.settle();
        assertThat(bugs).containsExactly(bug);
        assertThat(ran).containsExactly("next");
    }

    @Test
    void goesOnEvenWhenTheReportOfABugThrows() {
        SerialLoop fragile = new SerialLoop(time, time, bug -> {
            throw new IllegalStateException("the log is full", bug);
        });
        fragile.execute(() -> {
            throw new IllegalStateException("bug");
        });
        fragile.execute(() -> ran.add("next"));
        assertThatThrownBy(time::settle).hasMessage("the log is full");
        time.settle();
        fragile.execute(() -> ran.add("later"));
        time.settle();
        assertThat(ran).containsExactly("next", "later");
    }

    @Test
    void offersTheThreadToOthersAfterASlice() {
        for (int i = 0; i < 1_000; i++) {
            loop.execute(() -> ran.add("mine"));
        }
        time.execute(() -> ran.add("another's"));
        time.settle();
        assertThat(ran).hasSize(1_001);
        assertThat(ran.indexOf("another's")).isBetween(1, 999);
    }

    @Test
    void aTimerRunsOnTheLoopWhenItsTimeHasCome() {
        loop.schedule(() -> ran.add("timer"), Duration.ofSeconds(1));
        time.advance(Duration.ofMillis(999));
        assertThat(ran).isEmpty();
        time.advance(Duration.ofMillis(1));
        assertThat(ran).containsExactly("timer");
    }

    @Test
    void aTimerIsCancelledEvenWhenItWaitsInTheQueueAlready() {
        TimersByHand timers = new TimersByHand(time);
        SerialLoop behind = new SerialLoop(timers, time, bugs::add);
        Cancellable timer = behind.schedule(() -> ran.add("timer"), Duration.ofSeconds(1));
        behind.execute(timer::cancel);
        timers.due.forEach(Runnable::run);
        behind.execute(() -> ran.add("behind the timer"));
        time.settle();
        assertThat(ran).containsExactly("behind the timer");
    }

    @Test
    void aStageIsHeardOnTheLoopWhicheverWayItEnds() {
        CompletableFuture<String> good = new CompletableFuture<>();
        CompletableFuture<String> bad = new CompletableFuture<>();
        IllegalStateException cause = new IllegalStateException("no");
        List<Object> heard = new ArrayList<>();
        loop.when(good, (value, failure) -> heard.add(value));
        loop.when(bad, (value, failure) -> heard.add(failure));
        good.complete("yes");
        bad.completeExceptionally(cause);
        assertThat(heard).as("not on the thread that completed").isEmpty();
        time.settle();
        assertThat(heard).containsExactly("yes", cause);
    }

    @Test
    void withoutAThreadTheCallersRunsIt() {
        Refusing scheduler = new Refusing(time);
        SerialLoop alone = new SerialLoop(scheduler, time, bugs::add);
        scheduler.refuses = true;
        alone.execute(() -> {
            ran.add("here");
            alone.execute(() -> ran.add("and what follows"));
        });
        assertThat(ran).containsExactly("here", "and what follows");
        scheduler.refuses = false;
        alone.execute(() -> ran.add("on a thread"));
        assertThat(ran).hasSize(2);
        time.settle();
        assertThat(ran).hasSize(3);
        assertThat(bugs).isEmpty();
    }

    @Test
    void aTurnThatWasKeptAndThrownAtRunsOnce() {
        Refusing scheduler = new Refusing(time);
        scheduler.keeps = true;
        scheduler.refuses = true;
        SerialLoop alone = new SerialLoop(scheduler, time, bugs::add);
        alone.execute(() -> ran.add("once"));
        alone.schedule(() -> ran.add("timer"), Duration.ofSeconds(1));
        scheduler.refuses = false;
        alone.execute(() -> ran.add("next"));
        time.advance(Duration.ofMinutes(1));
        assertThat(ran).containsExactly("once", "next", "timer");
    }

    @Test
    void aTimerThatWasRefusedIsArmedAgainWithTheNextTask() {
        Refusing scheduler = new Refusing(time);
        SerialLoop alone = new SerialLoop(scheduler, time, bugs::add);
        scheduler.refuses = true;
        alone.schedule(() -> ran.add("timer"), Duration.ofSeconds(2));
        Cancellable cancelled = alone.schedule(() -> ran.add("cancelled"), Duration.ofSeconds(2));
        cancelled.cancel();
        scheduler.refuses = false;
        time.advance(Duration.ofSeconds(1));
        alone.execute(() -> ran.add("next"));
        time.advance(Duration.ofMillis(999));
        assertThat(ran).containsExactly("next");
        time.advance(Duration.ofMillis(1));
        assertThat(ran).containsExactly("next", "timer");
    }

    /** Throws as a pool does that cannot start a thread; a pool may have queued the task before. */
    private static final class Refusing implements TaskScheduler {
        private final TaskScheduler threads;
        private boolean refuses;
        private boolean keeps;

        private Refusing(TaskScheduler threads) {
            this.threads = threads;
        }

        @Override
        public void execute(Runnable task) {
            if (keeps || !refuses) {
                threads.execute(task);
            }
            refuse();
        }

        @Override
        public Cancellable schedule(Runnable task, Duration delay) {
            Cancellable timer = keeps || !refuses ? threads.schedule(task, delay) : () -> {};
            refuse();
            return timer;
        }

        private void refuse() {
            if (refuses) {
                throw new OutOfMemoryError("unable to create native thread");
            }
        }
    }

    /** Timers that come when the test runs them, also when they were cancelled. */
    private static final class TimersByHand implements TaskScheduler {
        private final List<Runnable> due = new ArrayList<>();
        private final TaskScheduler threads;

        private TimersByHand(TaskScheduler threads) {
            this.threads = threads;
        }

        @Override
        public void execute(Runnable task) {
            threads.execute(task);
        }

        @Override
        public Cancellable schedule(Runnable task, Duration delay) {
            due.add(task);
            return () -> {};
        }
    }

    /** Runs on threads; has no timers. */
    private record Pool(ExecutorService threads) implements TaskScheduler {
        @Override
        public void execute(Runnable task) {
            threads.execute(task);
        }

        @Override
        public Cancellable schedule(Runnable task, Duration delay) {
            throw new UnsupportedOperationException("no timers here");
        }
    }
}
