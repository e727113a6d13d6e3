// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import io.camelkinesis.engine.consume.Delivery;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamRecord;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A delivery as a worker would make it; nobody ends it.
 *
 * @param stored how often the route said that it stores the checkpoint
 */
record GivenDelivery(ShardId shard, long leaseEpoch, List<StreamRecord> records, AtomicInteger stored)
        implements Delivery {

    static GivenDelivery of(ShardId shard, long epoch, SequenceNumber... sequences) {
        List<StreamRecord> records = Stream.of(sequences)
                .map(sequence -> new StreamRecord(sequence, "key", new byte[0], Instant.EPOCH, null))
                .toList();
        return new GivenDelivery(shard, epoch, records, new AtomicInteger());
    }

    @Override
    public int replayCount() {
        return 0;
    }

    @Override
    public long millisBehindLatest() {
        return 0;
    }

    @Override
    public boolean start() {
        return true;
    }

    @Override
    public void processed() {}

    @Override
    public void storedByRoute() {
        stored.incrementAndGet();
    }

    @Override
    public boolean counts() {
        return true;
    }

    @Override
    public void completed() {}

    @Override
    public void failed(Throwable cause) {}
}
