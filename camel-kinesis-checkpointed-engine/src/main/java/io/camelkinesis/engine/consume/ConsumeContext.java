// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import io.camelkinesis.engine.runtime.SerialLoop;
import io.camelkinesis.engine.runtime.WorkerEvents;
import io.camelkinesis.engine.table.LeaseStore;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * What all shards of a worker share.
 *
 * @param stopLimit longest wait for deliveries in flight when onFailure=STOP gives a shard up
 */
public record ConsumeContext(
        ConsumeSettings settings,
        SerialLoop loop,
        LeaseStore table,
        ShardReader reader,
        RecordSink sink,
        ReceiveBudget budget,
        RandomGenerator random,
        WorkerEvents events,
        Duration stopLimit) {}
