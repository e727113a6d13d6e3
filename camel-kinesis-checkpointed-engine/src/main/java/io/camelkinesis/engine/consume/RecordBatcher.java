package io.camelkinesis.engine.consume;

import io.camelkinesis.engine.model.StreamRecord;
import java.util.List;

/** Decides which waiting records are delivered together. */
interface RecordBatcher {

    /** Every record by itself. */
    RecordBatcher SINGLE = waiting -> List.of(waiting.poll());

    /**
     * Takes the next delivery from the head of the waiting records.
     *
     * @param waiting not empty
     * @return what goes together, in order; empty when more must arrive first, and then nothing was taken
     */
    List<StreamRecord> next(WaitingRecords waiting);
}
