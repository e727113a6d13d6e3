// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.test.kinesis.StoredRecord;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is true of one shard: every record that was put, and which of them have been completed by anybody. */
final class ShardJournal {

    private final List<StoredRecord> records = new ArrayList<>();
    private final Map<SequenceNumber, Integer> indexes = new HashMap<>();
    private final BitSet completed = new BitSet();

    void put(StoredRecord record) {
        indexes.put(record.sequence(), records.size());
        records.add(record);
    }

    int size() {
        return records.size();
    }

    /** Position of a record in its shard, from 0. */
    int indexOf(SequenceNumber sequence) {
        Integer index = indexes.get(sequence);
        if (index == null) {
            throw new IllegalArgumentException("No record " + sequence + " was put");
        }
        return index;
    }

    /** So many records from this one on. */
    List<StoredRecord> from(SequenceNumber first, int count) {
        int index = indexOf(first);
        return List.copyOf(records.subList(index, index + count));
    }

    /** Notes a completion. */
    void complete(SequenceNumber sequence) {
        completed.set(indexOf(sequence));
    }

    /** The first record that is not completed; the size when all are. */
    int firstIncompleteIndex() {
        return completed.nextClearBit(0);
    }

    /** The newest record at or below a checkpoint; -1 when there is none. */
    int lastIndexUpTo(SequenceNumber checkpoint) {
        int low = 0;
        int high = records.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (records.get(middle).sequence().compareTo(checkpoint) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    int completedCount() {
        return completed.cardinality();
    }
}
