// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.engine.consume.Delivery;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.model.StreamRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A delivery that a test makes itself; it writes down how it ended, and that it ended once. */
final class HandDelivery implements Delivery {

    static final ShardId SHARD = StreamId.of("orders").shard("shardId-000000000000");

    private final List<StreamRecord> records;
    private final boolean mayStart;
    private final AtomicInteger starts = new AtomicInteger();
    private final AtomicInteger processings = new AtomicInteger();
    private final AtomicInteger completions = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile Throwable cause;

    private HandDelivery(List<StreamRecord> records, boolean mayStart) {
        this.records = records;
        this.mayStart = mayStart;
    }

    static HandDelivery of(String text) {
        return of(record(SequenceNumber.of("7"), text));
    }

    static HandDelivery of(StreamRecord record) {
        return new HandDelivery(List.of(record), true);
    }

    /** A batch of these records, numbered from 1. */
    static HandDelivery batch(String... texts) {
        List<StreamRecord> records = new ArrayList<>();
        for (String text : texts) {
            records.add(record(SequenceNumber.of(Integer.toString(records.size() + 1)), text));
        }
        return new HandDelivery(records, true);
    }

    /** One whose lease has been lost. */
    static HandDelivery fenced() {
        return new HandDelivery(List.of(record(SequenceNumber.of("7"), "fenced")), false);
    }

    static StreamRecord record(SequenceNumber sequence, String text) {
        return new StreamRecord(
                sequence,
                "key",
                text.getBytes(StandardCharsets.UTF_8),
                Instant.ofEpochMilli(1_700_000_000_123L),
                "KMS");
    }

    boolean isCompleted() {
        return completions.get() == 1 && failures.get() == 0;
    }

    boolean isFailed() {
        return failures.get() == 1 && completions.get() == 0;
    }

    boolean isEnded() {
        return completions.get() + failures.get() > 0;
    }

    /** Only with manual commits: the route is done with it and it waits for its commit. */
    boolean isProcessed() {
        return processings.get() == 1;
    }

    int starts() {
        return starts.get();
    }

    Throwable cause() {
        return cause;
    }

    @Override
    public ShardId shard() {
        return SHARD;
    }

    @Override
    public List<StreamRecord> records() {
        return records;
    }

    @Override
    public long leaseEpoch() {
        return 5;
    }

    @Override
    public int replayCount() {
        return 2;
    }

    @Override
    public long millisBehindLatest() {
        return 1234;
    }

    @Override
    public boolean start() {
        starts.incrementAndGet();
        return mayStart;
    }

    @Override
    public void processed() {
        processings.incrementAndGet();
    }

    @Override
    public void storedByRoute() {
        throw new AssertionError("Only with transactions of the route");
    }

    @Override
    public boolean counts() {
        return mayStart && !isEnded();
    }

    @Override
    public void completed() {
        completions.incrementAndGet();
    }

    @Override
    public void failed(Throwable failure) {
        cause = failure;
        failures.incrementAndGet();
    }
}
