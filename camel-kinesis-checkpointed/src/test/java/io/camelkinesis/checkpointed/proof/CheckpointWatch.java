// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.model.SequenceNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Samples the stored checkpoints all the while and keeps what it saw: whether one went back, and how long it took. */
final class CheckpointWatch implements AutoCloseable {

    private static final long PERIOD_MILLIS = 50;

    /** One query of all rows, by the wall clock. */
    private record Sample(long beginMillis, long endMillis) {}

    private final StoredCheckpoints stored;
    private final Consumer<Map<String, Map<String, AttributeValue>>> also;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final Map<String, SequenceNumber> last = new TreeMap<>();
    private final Map<String, String> wentBack = new TreeMap<>();
    private final List<Sample> samples = new ArrayList<>();
    private final Future<?> sampling;
    private int moves;
    private SequenceNumber highest;

    CheckpointWatch(StoredCheckpoints stored) {
        this(stored, rows -> {});
    }

    /** @param also is shown all rows of each sample, on the thread that samples */
    CheckpointWatch(StoredCheckpoints stored, Consumer<Map<String, Map<String, AttributeValue>>> also) {
        this.stored = stored;
        this.also = also;
        sampling = thread.scheduleWithFixedDelay(this::sample, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void sample() {
        long begin = System.currentTimeMillis();
        Map<String, Map<String, AttributeValue>> rows = stored.rows();
        Sample sample = new Sample(begin, System.currentTimeMillis());
        also.accept(rows);
        Map<String, SequenceNumber> now = StoredCheckpoints.checkpointsIn(rows);
        synchronized (this) {
            samples.add(sample);
            last.keySet().stream()
                    .filter(shard -> !now.containsKey(shard))
                    .forEach(shard -> wentBack.put(shard, last.get(shard) + " is gone"));
            now.forEach((shard, sequence) -> {
                SequenceNumber before = last.put(shard, sequence);
                if (before == null || !before.equals(sequence)) {
                    moves++;
                    highest = highest == null || sequence.compareTo(highest) > 0 ? sequence : highest;
                }
                if (before != null && sequence.compareTo(before) < 0) {
                    wentBack.put(shard, "from " + before + " to " + sequence);
                }
            });
        }
    }

    /** It has seen all up to now; it ends when a query fails. */
    void assertWatching() {
        assertThat(sampling).as("samples of the table").isNotDone();
    }

    synchronized int samples() {
        return samples.size();
    }

    /** How often another checkpoint than before was seen. */
    synchronized int moves() {
        return moves;
    }

    /** The highest checkpoint seen, of whichever shard; null before the first. */
    synchronized SequenceNumber highest() {
        return highest;
    }

    /** What must be empty: shards whose stored sequence number has decreased or vanished. */
    synchronized Map<String, String> wentBack() {
        return new TreeMap<>(wentBack);
    }

    /** The longest that a sample took of those that ran within this time, in milliseconds; both ends as of the wall clock. */
    synchronized long slowest(long fromMillis, long toMillis) {
        return samples.stream()
                .filter(sample -> sample.endMillis() >= fromMillis && sample.beginMillis() <= toMillis)
                .mapToLong(sample -> sample.endMillis() - sample.beginMillis())
                .max()
                .orElse(0);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
