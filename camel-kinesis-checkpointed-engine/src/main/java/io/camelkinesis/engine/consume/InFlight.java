// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.StreamRecord;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Records that are delivered together and have been admitted to the window. Lives on the worker's loop. */
final class InFlight {

    final List<StreamRecord> records;
    final long millisBehindLatest;
    final long memoryBytes;
    /** When it was taken in, on the monotonic clock. */
    final long sinceNanos;

    /** How often the route has failed the records, also as a part of a larger batch. */
    int attempts;
    /** How often they were to be delivered again as they are. */
    int replays;
    /** How often the dead letter endpoint has not accepted them. */
    int refusals;
    /** Lanes in which something else comes before it. */
    int waitsIn;
    /** Whether it stands in its lanes; what the route has processed does not. */
    boolean inLane;
    /** Whether the sink has it now. */
    boolean running;
    /** Whether the route has stored the checkpoint behind it itself, as far as is known. */
    boolean storedByRoute;
    /** Whether the route is done with it, and it waits for its commit. */
    boolean processed;
    /** Whether it is done. */
    boolean done;

    /** Its latest delivery. */
    @Nullable
    Ticket ticket;

    @Nullable
    Throwable lastError;

    /** When it failed first, on the monotonic clock, and when last; of no meaning before it has failed. */
    long failedNanos;

    long lastFailedNanos;

    /** When it is to be delivered again, on the monotonic clock; null when no time is set. */
    @Nullable
    Long dueNanos;

    /** Why it goes to the dead letter endpoint; null while it goes to the route. */
    @Nullable
    DeadLetter deadLetter;

    private @Nullable Set<String> keys;

    InFlight(List<StreamRecord> records, long millisBehindLatest, long sinceNanos) {
        this.records = records;
        this.sinceNanos = sinceNanos;
        this.millisBehindLatest = millisBehindLatest;
        long bytes = 0;
        for (StreamRecord record : records) {
            bytes += record.memoryBytes();
        }
        this.memoryBytes = bytes;
    }

    SequenceNumber first() {
        return records.get(0).sequence();
    }

    SequenceNumber last() {
        return records.get(records.size() - 1).sequence();
    }

    /** The checkpoint when these and all before them are done. */
    SequenceNumber checkpoint() {
        return records.get(records.size() - 1).checkpoint();
    }

    /** The last record of the service that is done with these, null when they all lie inside of one. */
    @Nullable
    SequenceNumber wholeCheckpoint() {
        for (int i = records.size() - 1; i >= 0; i--) {
            SequenceNumber checkpoint = records.get(i).checkpoint();
            if (!checkpoint.isPartial()) {
                return checkpoint;
            }
        }
        return null;
    }

    int size() {
        return records.size();
    }

    /** The key of its first record. */
    String partitionKey() {
        return records.get(0).partitionKey();
    }

    /** The keys of all its records, in the order in which they first appear. */
    Set<String> partitionKeys() {
        Set<String> all = keys;
        if (all == null) {
            all = new LinkedHashSet<>();
            for (StreamRecord record : records) {
                all.add(record.partitionKey());
            }
            keys = all;
        }
        return all;
    }

    /** Some of its records, with its history; the records are let go one part after the other. */
    InFlight part(int from, int to) {
        InFlight part = new InFlight(List.copyOf(records.subList(from, to)), millisBehindLatest, sinceNanos);
        part.attempts = attempts;
        part.lastError = lastError;
        part.failedNanos = failedNanos;
        part.lastFailedNanos = lastFailedNanos;
        return part;
    }

    /** The route or the dead letter endpoint has failed it. */
    void failed(Throwable cause, long nanos) {
        if (lastError == null) {
            failedNanos = nanos;
        }
        lastError = cause;
        lastFailedNanos = nanos;
    }

    /** How it fails; null when it does not. */
    @Nullable
    DeliveryFailure failure(long now) {
        Throwable error = lastError;
        return error == null
                ? null
                : new DeliveryFailure(
                        deadLetter != null,
                        refusals,
                        repeats(),
                        error,
                        Duration.ofNanos(now - failedNanos),
                        Duration.ofNanos(now - lastFailedNanos));
    }

    /** What it waits for, as long as it is not done. */
    WaitsFor waitsFor() {
        if (processed) {
            return WaitsFor.COMMIT_BY_HAND;
        }
        if (deadLetter != null) {
            return WaitsFor.DEAD_LETTER;
        }
        if (running) {
            return WaitsFor.ROUTE;
        }
        if (waitsIn > 0) {
            return WaitsFor.TURN;
        }
        return lastError != null ? WaitsFor.REPLAY : WaitsFor.HEARTBEAT;
    }

    /** Tries that followed a first one, at the route or at the dead letter endpoint. */
    int repeats() {
        return replays + refusals;
    }
}
