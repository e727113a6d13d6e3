package io.camelkinesis.engine.consume;

import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.StreamRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records that are delivered together and have been admitted to the window. Lives on the worker's loop. */
final class InFlight {

    final List<StreamRecord> records;
    final long millisBehindLatest;
    final long memoryBytes;

    /** How often a delivery of it has failed. */
    int replays;
    /** Whether the sink has it now. */
    boolean running;
    /** Whether it is done. */
    boolean done;

    @Nullable
    Throwable lastError;

    InFlight(List<StreamRecord> records, long millisBehindLatest) {
        this.records = records;
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

    String partitionKey() {
        return records.get(0).partitionKey();
    }
}
