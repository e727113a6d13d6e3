package io.camelkinesis.engine.worker;

import io.camelkinesis.engine.consume.RecordSink;
import io.camelkinesis.engine.consume.ShardReader;
import io.camelkinesis.engine.consume.ShardStatus;
import io.camelkinesis.engine.table.LeaseStore;
import io.camelkinesis.engine.lineage.ShardLister;
import io.camelkinesis.engine.runtime.Clock;
import io.camelkinesis.engine.runtime.TaskScheduler;
import io.camelkinesis.engine.runtime.WorkerEvents;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/** One member of the fleet: the composition root of the engine. Started once, stopped once. */
public final class Worker {

    public Worker(
            WorkerSettings settings,
            LeaseStore leases,
            ShardLister lister,
            ShardReader reader,
            RecordSink sink,
            Clock clock,
            TaskScheduler scheduler,
            RandomGenerator random,
            WorkerEvents events) {
        throw new UnsupportedOperationException();
    }

    /**
     * Joins the fleet. Completes when the start of each group is stored, the shards are listed and the first heartbeat is
     * written; exceptionally, with the cause, when one of these fails, and then nothing of this worker goes on.
     */
    public CompletionStage<Void> start() {
        throw new UnsupportedOperationException();
    }

    /**
     * Leaves the fleet: no more is fetched or newly delivered; deliveries in flight may finish within drainTimeout;
     * checkpoints are stored, leases given back, the member row deleted. Always completes, normally, a little after
     * drainTimeout at the latest; what could not be done then the other workers will do.
     */
    public CompletionStage<Void> stop() {
        throw new UnsupportedOperationException();
    }

    /** Stops fetching and new deliveries, keeps the leases. */
    public void pause() {
        throw new UnsupportedOperationException();
    }

    /** Ends a {@link #pause()}. */
    public void resume() {
        throw new UnsupportedOperationException();
    }

    /** The shards that this worker holds now. */
    public CompletionStage<List<ShardStatus>> status() {
        throw new UnsupportedOperationException();
    }
}
