// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import io.camelkinesis.engine.consume.Cursor;
import io.camelkinesis.engine.consume.Fetch;
import io.camelkinesis.engine.consume.UnusableAnswerException;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.StreamRecord;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.awssdk.services.kinesis.model.Record;

/** From the answers of the SDK to those of the engine, however they were read. What an answer need not have may be missing. */
final class KinesisRecords {

    private static final byte[] NOTHING = new byte[0];

    private KinesisRecords() {}

    /** @throws UnusableAnswerException if one has no number, by which its place in the shard is known */
    static List<StreamRecord> of(List<Record> records) {
        return records.stream().map(KinesisRecords::of).toList();
    }

    /** The SDK's own bytes are taken over: nobody else has them. */
    private static StreamRecord of(Record record) {
        return new StreamRecord(
                number(record.sequenceNumber()),
                Optional.ofNullable(record.partitionKey()).orElse(""),
                record.data() == null ? NOTHING : record.data().asByteArrayUnsafe(),
                Optional.ofNullable(record.approximateArrivalTimestamp()).orElse(StreamRecord.NO_ARRIVAL),
                record.encryptionTypeAsString());
    }

    private static SequenceNumber number(@Nullable String digits) {
        if (digits == null) {
            throw new UnusableAnswerException("A record of the answer has no sequence number");
        }
        return SequenceNumber.of(digits);
    }

    /**
     * Of a poll or an event of a subscription. Only one that names child shards is the end of the shard.
     *
     * @param behind milliseconds behind the tip; counts as 0 where missing or negative
     * @param next where to go on, null where the answer does not tell
     */
    static Fetch.Records answer(
            List<StreamRecord> records, @Nullable Long behind, @Nullable Cursor next, List<ChildShard> children) {
        boolean ended = next == null && !children.isEmpty();
        return new Fetch.Records(records, behind == null ? 0 : Math.max(0, behind), next, ended, null);
    }
}
