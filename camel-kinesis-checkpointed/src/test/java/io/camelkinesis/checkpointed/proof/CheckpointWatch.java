package io.camelkinesis.checkpointed.proof;

import io.camelkinesis.engine.model.SequenceNumber;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Samples the stored checkpoints all the while and keeps what it saw: whether one went back, and how slow the table was. */
final class CheckpointWatch implements AutoCloseable {

    private static final long PERIOD_MILLIS = 50;

    private final StoredCheckpoints stored;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final Map<String, SequenceNumber> last = new TreeMap<>();
    private final Map<String, String> wentBack = new TreeMap<>();
    private int samples;
    private int moves;
    private long slowestMillis;

    CheckpointWatch(StoredCheckpoints stored) {
        this.stored = stored;
        // the first query sets up the client and is no measure of the table
        stored.read();
        var unused = thread.scheduleWithFixedDelay(this::sample, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void sample() {
        long begin = System.nanoTime();
        Map<String, SequenceNumber> now = stored.read();
        long millis = (System.nanoTime() - begin) / 1_000_000;
        synchronized (this) {
            samples++;
            slowestMillis = Math.max(slowestMillis, millis);
            last.keySet().stream()
                    .filter(shard -> !now.containsKey(shard))
                    .forEach(shard -> wentBack.put(shard, last.get(shard) + " is gone"));
            now.forEach((shard, sequence) -> {
                SequenceNumber before = last.put(shard, sequence);
                if (before == null || !before.equals(sequence)) {
                    moves++;
                }
                if (before != null && sequence.compareTo(before) < 0) {
                    wentBack.put(shard, "from " + before + " to " + sequence);
                }
            });
        }
    }

    synchronized int samples() {
        return samples;
    }

    /** How often another checkpoint than before was seen. */
    synchronized int moves() {
        return moves;
    }

    /** What must be empty: shards whose stored sequence number has decreased or vanished. */
    synchronized Map<String, String> wentBack() {
        return new TreeMap<>(wentBack);
    }

    synchronized long slowestMillis() {
        return slowestMillis;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
