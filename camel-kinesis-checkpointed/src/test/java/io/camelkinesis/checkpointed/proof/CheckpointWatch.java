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

/** Samples the stored checkpoints all the while and keeps what it saw: how they moved, and whether one went back. */
final class CheckpointWatch implements AutoCloseable {

    private static final long PERIOD_MILLIS = 50;

    /** A checkpoint that has changed between two samples; the first of a shard has no {@code from}. */
    private record Move(String shard, SequenceNumber from, SequenceNumber to) {

        private boolean covers(SequenceNumber sequence) {
            return (from == null || sequence.compareTo(from) > 0) && sequence.compareTo(to) <= 0;
        }
    }

    private final StoredCheckpoints stored;
    private final Consumer<Map<String, Map<String, AttributeValue>>> also;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final Map<String, SequenceNumber> last = new TreeMap<>();
    private final Map<String, String> wentBack = new TreeMap<>();
    private final List<Move> moves = new ArrayList<>();
    private final Future<?> sampling;
    private int samples;

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
        Map<String, Map<String, AttributeValue>> rows = stored.rows();
        also.accept(rows);
        Map<String, SequenceNumber> now = StoredCheckpoints.checkpointsIn(rows);
        synchronized (this) {
            samples++;
            last.keySet().stream()
                    .filter(shard -> !now.containsKey(shard))
                    .forEach(shard -> wentBack.put(shard, last.get(shard) + " is gone"));
            now.forEach((shard, sequence) -> {
                SequenceNumber before = last.put(shard, sequence);
                if (before == null || !before.equals(sequence)) {
                    moves.add(new Move(shard, before, sequence));
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
        return samples;
    }

    /** How often another checkpoint than before was seen. */
    synchronized int moves() {
        return moves.size();
    }

    /** The highest checkpoint seen, of whichever shard; null before the first. */
    synchronized SequenceNumber highest() {
        return moves.stream().map(Move::to).max(SequenceNumber::compareTo).orElse(null);
    }

    /** What must be empty: shards whose stored sequence number has decreased or vanished. */
    synchronized Map<String, String> wentBack() {
        return new TreeMap<>(wentBack);
    }

    /**
     * The most records of a shard that one move of its checkpoint covered.
     *
     * @param records all of the shard
     */
    synchronized int mostCovered(String shard, List<SequenceNumber> records) {
        return moves.stream()
                .filter(move -> move.shard().equals(shard))
                .mapToInt(move -> (int) records.stream().filter(move::covers).count())
                .max()
                .orElse(0);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
