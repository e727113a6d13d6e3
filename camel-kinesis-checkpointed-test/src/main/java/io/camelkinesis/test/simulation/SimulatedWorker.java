// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.consume.Cursor;
import io.camelkinesis.engine.consume.DeaggregatingReader;
import io.camelkinesis.engine.consume.Fetch;
import io.camelkinesis.engine.consume.RecordSink;
import io.camelkinesis.engine.consume.ShardReader;
import io.camelkinesis.engine.consume.ShardStatus;
import io.camelkinesis.engine.lineage.ShardLister;
import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Member;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.runtime.TaskScheduler;
import io.camelkinesis.engine.runtime.WorkerEvents;
import io.camelkinesis.engine.table.LeaseStore;
import io.camelkinesis.engine.table.LeaseWrite;
import io.camelkinesis.engine.worker.Worker;
import io.camelkinesis.engine.worker.WorkerSettings;
import io.camelkinesis.engine.worker.WorkerStatus;
import io.camelkinesis.test.lease.InMemoryLeaseStore;
import io.camelkinesis.test.lease.LeaseFault;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One process of the fleet: a real worker of the engine on ports that lead into the simulated world. */
final class SimulatedWorker {

    /**
     * How it is connected.
     *
     * @param tableLatency of a call to the lease table
     * @param streamLatency of a call to the stream
     * @param faults what happens to calls to the lease table
     * @param tap stands between the worker and all its calls
     * @param troubles what is done to answers of the stream, null for nothing
     */
    record Links(
            Duration tableLatency,
            Duration streamLatency,
            LeaseFault.Plan faults,
            CallTap tap,
            @Nullable Troubles troubles) {
        Links(Duration tableLatency, Duration streamLatency, LeaseFault.Plan faults, CallTap tap) {
            this(tableLatency, streamLatency, faults, tap, null);
        }

        private boolean lets(String worker, Method method) {
            return tap.lets(worker, method) && (troubles == null || troubles.lets(worker, method));
        }

        private ShardLister lister(String worker, ShardLister lister) {
            return new TappedLister(worker, tap, troubles == null ? lister : troubles.lister(worker, lister));
        }

        private ShardReader reader(String worker, ShardReader reader) {
            return new TappedReader(worker, tap, troubles == null ? reader : troubles.reader(worker, reader));
        }

        Links(Duration tableLatency, Duration streamLatency, LeaseFault.Plan faults) {
            this(tableLatency, streamLatency, faults, CallTap.OPEN);
        }
    }

    private final String name;
    private final World world;
    private final WorkerTime time;
    private final Worker worker;
    private boolean started;
    private boolean stopping;
    private boolean stopped;
    private boolean failed;

    SimulatedWorker(
            WorkerSettings settings, World world, WorkerTime time, Links links, SimulatedRoute route, Random random) {
        this.name = settings.clientId();
        this.world = world;
        this.time = time;
        LeaseStore store =
                new Witness(new InMemoryLeaseStore(world.table, world.time, links.tableLatency(), links.faults()));
        Ports.Doorkeeper door = method -> links.lets(name, method);
        ShardLister lister = links.lister(name, world.kinesis.shardLister(world.time, links.streamLatency()));
        ShardReader reader = new ClosingReader(new DeaggregatingReader(
                new WitnessedReader(links.reader(name, world.kinesis.shardReader(world.time, links.streamLatency()))),
                Runnable::run,
                shard -> null));
        this.worker = new Worker(
                settings,
                Ports.behind(LeaseStore.class, new TappedLeaseStore(name, links.tap(), store), door),
                Ports.behind(ShardLister.class, lister, door),
                Ports.behind(ShardReader.class, reader, door),
                Ports.behind(RecordSink.class, route, door),
                time,
                Ports.behind(TaskScheduler.class, time, door),
                random,
                Ports.behind(WorkerEvents.class, event -> world.said(name, event), door));
    }

    /** Starts it; nobody tries again when that fails. */
    void start() {
        start(() -> {});
    }

    /** @param onFailure called when it could not start: a supervisor would try again */
    void start(Runnable onFailure) {
        fate("started");
        worker.start().whenComplete((done, failure) -> {
            started = failure == null;
            failed = failure != null;
            if (failure != null && time.isAlive()) {
                fate("failed to start: " + failure);
                onFailure.run();
            }
        });
    }

    /** Asks it to leave; it goes on until it has. */
    void stop() {
        fate("asked to stop");
        stopping = true;
        worker.stop().whenComplete((done, failure) -> {
            stopped = true;
            if (time.isAlive()) {
                fate("stopped");
            }
        });
    }

    void kill() {
        fate("killed");
        time.kill();
    }

    void freeze() {
        fate("frozen");
        time.freeze();
    }

    void thaw() {
        fate("thawed");
        time.thaw();
    }

    /** Sets its wall clock forward, or back. */
    void setClock(Duration by) {
        time.set(by);
    }

    void pause() {
        worker.pause();
    }

    void resume() {
        worker.resume();
    }

    CompletionStage<List<ShardStatus>> status() {
        return worker.status();
    }

    CompletionStage<WorkerStatus> inspect() {
        return worker.inspect();
    }

    private void fate(String what) {
        world.observe(new Observation.Fate(name, what));
    }

    String name() {
        return name;
    }

    boolean isAlive() {
        return time.isAlive() && !stopped && !failed;
    }

    boolean isFrozen() {
        return time.isFrozen();
    }

    boolean isStarted() {
        return started;
    }

    boolean isStopping() {
        return stopping;
    }

    boolean isStopped() {
        return stopped;
    }

    /** Watches which reads the worker sends. */
    private final class WitnessedReader implements ShardReader {
        private final ShardReader reader;

        private WitnessedReader(ShardReader reader) {
            this.reader = reader;
        }

        @Override
        public CompletionStage<Fetch> fetch(ShardId shard, Position from, @Nullable Cursor cursor, int limit) {
            world.observe(new Observation.ReadSent(name, shard));
            return reader.fetch(shard, from, cursor, limit);
        }

        @Override
        public boolean isPushed(ShardId shard, @Nullable Cursor cursor) {
            return reader.isPushed(shard, cursor);
        }

        @Override
        public void release(Cursor cursor) {
            reader.release(cursor);
        }
    }

    /** Watches what the worker is told: which heartbeats were answered, and that a lease is not its own. */
    private final class Witness extends ForwardingLeaseStore {
        private Witness(LeaseStore store) {
            super(store);
        }

        @Override
        public CompletionStage<Boolean> beat(StreamId stream, Member member) {
            long sent = time.nanoTime();
            return super.beat(stream, member).thenApply(applied -> {
                if (applied) {
                    world.observe(new Observation.HeartbeatAnswered(name, sent));
                }
                return applied;
            });
        }

        @Override
        public CompletionStage<Boolean> leave(StreamId stream, Member member) {
            return super.leave(stream, member).thenApply(gone -> {
                if (gone) {
                    world.observe(new Observation.MemberRowRemoved(name, member.clientId()));
                }
                return gone;
            });
        }

        @Override
        public CompletionStage<LeaseWrite> commit(
                Lease held, SequenceNumber checkpoint, @Nullable SequenceNumber whole) {
            world.observe(new Observation.CommitSent(name, held.shard(), held.epoch()));
            return super.commit(held, checkpoint, whole).thenApply(write -> {
                boolean throttled = write instanceof LeaseWrite.Throttled;
                if (throttled || write instanceof LeaseWrite.Applied) {
                    world.observe(new Observation.CommitAnswered(name, held.shard(), held.epoch(), throttled));
                }
                if (write instanceof LeaseWrite.Refused refused && isLost(refused.current())) {
                    // two tasks on: the worker has had its turn to take it in
                    time.execute(() -> time.execute(
                            () -> world.observe(new Observation.ToldOfLoss(name, held.shard(), held.epoch()))));
                }
                return write;
            });
        }

        private boolean isLost(@Nullable Lease row) {
            return row == null || !name.equals(row.owner());
        }
    }
}
