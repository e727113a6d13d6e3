// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import io.camelkinesis.engine.runtime.GuardedEvents;
import io.camelkinesis.engine.runtime.SerialLoop;
import io.camelkinesis.engine.runtime.WorkerEvents;
import io.camelkinesis.engine.table.GuardedLeaseStore;
import io.camelkinesis.engine.table.LeaseStore;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * What all shards of a worker share. Its ports are guarded: what they throw stops nothing.
 *
 * @param stopLimit longest wait for deliveries in flight when onFailure=STOP gives a shard up
 * @param pace how far apart commits are
 * @param dueReplays how many deliveries that failed wait for their delay, or for the loop to hear of it; for any thread
 */
public record ConsumeContext(
        ConsumeSettings settings,
        SerialLoop loop,
        GuardedLeaseStore table,
        GuardedShardReader reader,
        GuardedSink sink,
        ReceiveBudget budget,
        RandomGenerator random,
        GuardedEvents events,
        Duration stopLimit,
        CommitPace pace,
        AtomicInteger dueReplays) {

    /** With ports as they come, and a pace of commits that all shards of this context share. */
    public ConsumeContext(
            ConsumeSettings settings,
            SerialLoop loop,
            LeaseStore table,
            ShardReader reader,
            RecordSink sink,
            ReceiveBudget budget,
            RandomGenerator random,
            WorkerEvents events,
            Duration stopLimit) {
        this(
                settings,
                loop,
                GuardedLeaseStore.of(table),
                new GuardedShardReader(reader, GuardedEvents.of(events)),
                new GuardedSink(sink),
                budget,
                random,
                GuardedEvents.of(events),
                stopLimit,
                new CommitPace(settings.commitPeriod(), random),
                new AtomicInteger());
    }
}
