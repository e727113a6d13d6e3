// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.worker;

import io.camelkinesis.engine.consume.ConsumeContext;
import io.camelkinesis.engine.consume.ReceiveBudget;
import io.camelkinesis.engine.consume.RecordSink;
import io.camelkinesis.engine.consume.ShardConsumers;
import io.camelkinesis.engine.consume.ShardReader;
import io.camelkinesis.engine.consume.ShardStatus;
import io.camelkinesis.engine.lease.LeaseContext;
import io.camelkinesis.engine.lease.LeaseCoordinator;
import io.camelkinesis.engine.lease.LeaseSettings;
import io.camelkinesis.engine.lineage.ShardLister;
import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.runtime.Clock;
import io.camelkinesis.engine.runtime.GuardedEvents;
import io.camelkinesis.engine.runtime.SerialLoop;
import io.camelkinesis.engine.runtime.TaskScheduler;
import io.camelkinesis.engine.runtime.TaskScheduler.Cancellable;
import io.camelkinesis.engine.runtime.WorkerEvent;
import io.camelkinesis.engine.runtime.WorkerEvents;
import io.camelkinesis.engine.table.LeaseStore;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One member of the fleet: the composition root of the engine. Started once, stopped once. All its state lives on one
 * serial loop; its methods may be called from any thread.
 */
public final class Worker {

    /** After drainTimeout, time for the last writes to the table. */
    private static final Duration LAST_WRITES = Duration.ofSeconds(5);

    private final WorkerSettings settings;
    private final SerialLoop loop;
    private final ShardConsumers consumers;
    private final LeaseCoordinator leases;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    private boolean starting;
    private boolean stopping;
    private boolean leaving;
    private boolean paused;
    private @Nullable Cancellable stopLimit;

    /**
     * @param settings what to do
     * @param table the lease table
     * @param lister lists shards
     * @param reader reads shards
     * @param sink takes the records
     * @param clock tells the time
     * @param scheduler runs this worker's loop and timers
     * @param random jitter
     * @param events told of all that happens
     */
    public Worker(
            WorkerSettings settings,
            LeaseStore table,
            ShardLister lister,
            ShardReader reader,
            RecordSink sink,
            Clock clock,
            TaskScheduler scheduler,
            RandomGenerator random,
            WorkerEvents events) {
        this.settings = settings;
        GuardedEvents guarded = GuardedEvents.of(events);
        this.loop = new SerialLoop(scheduler, clock, bug -> guarded.on(new WorkerEvent.Bug(bug)));
        ReceiveBudget budget = new ReceiveBudget(
                settings.consume().receiveBufferBytes(), settings.consume().receiveQueueSize());
        ConsumeContext consume = new ConsumeContext(
                settings.consume(), loop, table, reader, sink, budget, random, guarded, settings.drainTimeout());
        this.consumers = new ShardConsumers(settings.clientId(), consume, new Closing());
        LeaseSettings leaseSettings = new LeaseSettings(
                settings.clientId(),
                settings.host(),
                settings.startPosition(),
                settings.leasePeriod(),
                settings.rebalancePeriod());
        LeaseContext lease = new LeaseContext(
                leaseSettings,
                loop,
                clock,
                table,
                lister,
                new ConsumerHolder(consumers, settings.drainTimeout()),
                random,
                guarded);
        this.leases = new LeaseCoordinator(lease, settings.streams(), this::checkStopped);
    }

    /**
     * Joins the fleet. Completes when the start of each group is stored, the shards are listed and the first heartbeat is
     * written; exceptionally, with the cause, when one of these fails, and then nothing of this worker goes on.
     */
    public CompletionStage<Void> start() {
        CompletableFuture<Void> started = new CompletableFuture<>();
        loop.execute(() -> {
            starting = true;
            loop.when(leases.start(), (done, failure) -> {
                starting = false;
                if (failure == null) {
                    started.complete(null);
                } else {
                    loop.when(
                            bounded(leases.leave()), (left, ignored) -> started.completeExceptionally(rootOf(failure)));
                }
                checkStopped();
            });
        });
        return started;
    }

    /**
     * Leaves the fleet: no more is fetched or taken in; what is in flight may finish within drainTimeout; checkpoints are
     * stored, leases given back, the member row deleted. Always completes, normally, a little after drainTimeout at the
     * latest; what could not be done then the other workers will do.
     */
    public CompletionStage<Void> stop() {
        return stop(settings.drainTimeout());
    }

    /**
     * As {@link #stop()}, with another limit for what is in flight.
     *
     * @param limit zero does not wait for it, also when a longer stop is under way
     */
    public CompletionStage<Void> stop(Duration limit) {
        loop.execute(() -> {
            if (stopping) {
                if (limit.isZero()) {
                    consumers.drainAll(limit);
                }
                return;
            }
            stopping = true;
            leases.stopClaiming();
            stopLimit = loop.schedule(this::giveUp, limit.plus(LAST_WRITES));
            consumers.drainAll(limit);
            checkStopped();
        });
        return stopped;
    }

    /** Stops fetching and taking in, keeps the leases; what is in flight goes on. */
    public void pause() {
        loop.execute(() -> {
            paused = true;
            consumers.pause();
        });
    }

    /**
     * As {@link #pause()}, but of what failed, what is due within the limit is tried again, once. A stop that follows does not
     * try it anew: what the records need may be gone by then.
     */
    public void settle(Duration limit) {
        loop.execute(() -> {
            paused = true;
            consumers.settle(limit);
        });
    }

    /** How many deliveries that failed wait to be tried again. */
    public int dueReplays() {
        return consumers.dueReplays();
    }

    /** Ends a {@link #pause()} or {@link #settle}. */
    public void resume() {
        loop.execute(() -> {
            paused = false;
            consumers.resume();
        });
    }

    /** The shards that this worker holds now. */
    public CompletionStage<List<ShardStatus>> status() {
        return CompletableFuture.supplyAsync(consumers::status, loop);
    }

    /**
     * Records that the route has completed since this worker was made, of each stream of which it has held a shard: not those
     * that were skipped or went to the dead letter endpoint.
     */
    public CompletionStage<SortedMap<StreamId, Long>> completed() {
        return CompletableFuture.supplyAsync(consumers::completed, loop);
    }

    /**
     * All that this worker knows about itself and its fleet. Who asks also makes it look at the lease table, for the next
     * answer, if it has not for leasePeriod.
     */
    public CompletionStage<WorkerStatus> inspect() {
        return CompletableFuture.supplyAsync(
                () -> {
                    leases.lookIfOlder(settings.leasePeriod());
                    return new WorkerStatus(
                            settings.clientId(),
                            paused,
                            leases.status(),
                            consumers.status(),
                            consumers.stopped(),
                            consumers.deletedRows(leases::isSettled, settings.rebalancePeriod()),
                            leases.foreignOwners());
                },
                loop);
    }

    private void checkStopped() {
        if (stopping && !starting && !leaving && consumers.shards().isEmpty() && !leases.isClaiming()) {
            leaving = true;
            loop.when(bounded(leases.leave()), (left, failure) -> {
                if (stopLimit != null) {
                    stopLimit.cancel();
                }
                stopped.complete(null);
            });
        }
    }

    private void giveUp() {
        stopLimit = null;
        if (leaving) {
            return;
        }
        leaving = true;
        if (consumers.shards().isEmpty() && !leases.isClaiming()) {
            loop.when(bounded(leases.leave()), (left, failure) -> stopped.complete(null));
        } else {
            List.copyOf(consumers.shards())
                    .forEach(shard -> consumers.lose(shard, "the worker stopped before it could give it back"));
            leases.fallSilent();
            stopped.complete(null);
        }
    }

    /** The stage, or an end without an answer when the table takes too long. */
    private CompletionStage<?> bounded(CompletionStage<?> stage) {
        CompletableFuture<@Nullable Object> result = new CompletableFuture<>();
        Cancellable limit = loop.schedule(() -> result.complete(null), LAST_WRITES);
        loop.when(stage, (value, failure) -> {
            limit.cancel();
            result.complete(null);
        });
        return result;
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private final class Closing implements ShardConsumers.Owner {
        @Override
        public void closed(Lease row, boolean ended) {
            leases.closed(row, ended);
            checkStopped();
        }

        @Override
        public void seemsEnded(ShardId shard) {
            leases.ends().seemsEnded(shard);
        }

        @Override
        public void gone(ShardId shard) {
            leases.ends().gone(shard);
        }

        @Override
        public void claimable(ShardId shard) {
            leases.claimable();
        }
    }
}
