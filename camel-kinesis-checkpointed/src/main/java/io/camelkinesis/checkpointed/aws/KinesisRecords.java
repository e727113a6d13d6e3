// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.StreamRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.kinesis.model.Record;

/** From the records of the SDK to those of the engine, however they were read. */
final class KinesisRecords {

    private KinesisRecords() {}

    static List<StreamRecord> of(List<Record> records) {
        return records.stream().map(KinesisRecords::of).toList();
    }

    /** The SDK's own bytes are taken over: nobody else has them. */
    private static StreamRecord of(Record record) {
        return new StreamRecord(
                SequenceNumber.of(record.sequenceNumber()),
                record.partitionKey(),
                record.data().asByteArrayUnsafe(),
                Optional.ofNullable(record.approximateArrivalTimestamp()).orElse(Instant.EPOCH),
                record.encryptionTypeAsString());
    }
}
