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
    /** Whether the route has stored the checkpoint behind it itself, as far as is known. */
    boolean storedByRoute;
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

    String partitionKey() {
        return records.get(0).partitionKey();
    }
}
