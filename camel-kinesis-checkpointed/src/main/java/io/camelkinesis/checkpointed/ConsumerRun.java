// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.engine.consume.ShardStatus;
import io.camelkinesis.engine.runtime.TaskScheduler;
import io.camelkinesis.engine.runtime.TaskScheduler.Cancellable;
import io.camelkinesis.engine.worker.Worker;
import io.camelkinesis.engine.worker.WorkerStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A consumer from its start to its stop. It is not started again: the next start makes a new one. */
final class ConsumerRun implements ConsumerLife.Run {

    private static final Logger LOG = LoggerFactory.getLogger(ConsumerRun.class);

    /** Longest that a start may take once streams and table have answered. */
    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    /** What the engine may need beyond its own limits to stop. */
    private static final Duration STOP_MARGIN = Duration.ofSeconds(20);

    private static final Duration STATUS_LIMIT = Duration.ofSeconds(5);

    private final String name;
    private final Supplier<Worker> workers;
    private final DeliverySink sink;
    private final DeadLetters deadLetters;
    private final Resources resources;
    private final TaskScheduler timers;
    private final DrainTally tally;
    private volatile Worker worker;
    private @Nullable Cancellable giveBack;
    private boolean givenBack;

    /**
     * @param name what it reads, for the log
     * @param workers makes the worker, anew for each try to join the group
     * @param tally is told of all that happens to the worker
     */
    ConsumerRun(
            String name,
            Supplier<Worker> workers,
            DeliverySink sink,
            @Nullable DeadLetters deadLetters,
            TaskScheduler timers,
            DrainTally tally,
            Resources resources) {
        this.name = ErrorText.line(name);
        this.workers = workers;
        this.sink = sink;
        this.deadLetters = deadLetters;
        this.timers = timers;
        this.tally = tally;
        this.resources = resources;
    }

    /** Joins the group; throws what kept it from that. */
    Worker start(StartPatience patience) throws Exception {
        try {
            patience.keepTrying("the group's start in the lease table", START_LIMIT, () -> {
                worker = workers.get();
                return worker.start();
            });
            return worker;
        } catch (CancellationException e) {
            stopAtOnce();
            throw e;
        } catch (CompletionException e) {
            if (e.getCause() instanceof TimeoutException) {
                stopAtOnce();
            }
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    @Override
    public void pause() {
        worker.pause();
    }

    @Override
    public void settleUntil(long nanoTime) {
        worker.settle(Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime())));
    }

    @Override
    public void resume() {
        worker.resume();
    }

    @Override
    public void beginUntil(long nanoTime) {
        sink.beginUntil(nanoTime);
    }

    @Override
    public synchronized boolean beginAgain() {
        if (givenBack) {
            return false;
        }
        if (giveBack != null) {
            giveBack.cancel();
            giveBack = null;
        }
        sink.beginAgain();
        return true;
    }

    @Override
    public synchronized void giveBackAt(long nanoTime) {
        if (giveBack == null && !givenBack) {
            giveBack = timers.schedule(this::giveBack, Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime())));
        }
    }

    /** Exchanges that go on longer than the drain do not keep their shards from others. */
    private synchronized void giveBack() {
        if (giveBack != null) {
            giveBack = null;
            givenBack = true;
            tally.begin();
            CompletionStage<Void> unused = worker.stop(Duration.ZERO);
        }
    }

    /** Replays that wait for their delay are among them: a shutdown tries each once more, while all routes are there. */
    int pendingExchanges() {
        return sink.pending() + worker.dueReplays();
    }

    /** Records on their way to the dead letter endpoint. */
    int inDeadLetter() {
        return deadLetters == null ? 0 : deadLetters.sending();
    }

    /** Records that the dead letter endpoint has accepted. */
    long deadLettered() {
        return deadLetters == null ? 0 : deadLetters.accepted();
    }

    /** Nothing more enters the route, and what is in it is not waited for. */
    @Override
    public void giveUp() {
        sink.close();
    }

    /**
     * Leaves the group and closes all that this run has opened.
     *
     * @param drain longest wait for exchanges in flight
     */
    @Override
    public void stop(Duration drain) {
        endGiveBack();
        try {
            if (isStopped(drain)) {
                LOG.info("{}: the worker has left; {}", name, tally.text());
            } else {
                LOG.warn("{}: the worker did not stop in time; its leases run out within leasePeriod", name);
            }
        } catch (InterruptedException e) {
            stopAtOnce();
            Thread.currentThread().interrupt();
        } finally {
            sink.close();
            resources.close();
        }
    }

    private synchronized void endGiveBack() {
        if (giveBack != null) {
            giveBack.cancel();
            giveBack = null;
        }
        if (!givenBack) {
            tally.begin();
        }
    }

    /** Camel interrupts a shutdown that takes too long: give back the leases all the same, without waiting for routes. */
    private void stopAtOnce() {
        sink.close();
        try {
            isStopped(Duration.ZERO);
        } catch (InterruptedException again) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isStopped(Duration drain) throws InterruptedException {
        try {
            worker.stop(drain).toCompletableFuture().get(drain.plus(STOP_MARGIN).toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    /** The shards held now. */
    List<ShardStatus> status() {
        return told(worker.status());
    }

    /** All that the worker knows of itself and its fleet. */
    WorkerStatus inspect() {
        return told(worker.inspect());
    }

    private static <T> T told(CompletionStage<T> answer) {
        try {
            return answer.toCompletableFuture().get(STATUS_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WorkerSilentException("interrupted while waiting for the worker's status", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new WorkerSilentException("the worker has not answered for " + STATUS_LIMIT.toSeconds() + " s", e);
        }
    }
}
