// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.awssdk.services.kinesis.model.EncryptionType;
import software.amazon.awssdk.services.kinesis.model.GetRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.Record;

/** The calls that read and write records, in the terms of the SDK. */
final class RecordOperations {

    private final Gate gate;
    private final Streams streams;
    private final ShardIterators iterators;
    private final RecordReader reader;
    private final RecordWriter writer;

    RecordOperations(Gate gate, Streams streams, ShardIterators iterators, RecordReader reader, RecordWriter writer) {
        this.gate = gate;
        this.streams = streams;
        this.iterators = iterators;
        this.reader = reader;
        this.writer = writer;
    }

    GetShardIteratorResponse getShardIterator(GetShardIteratorRequest request) {
        return gate.call(Operation.GET_SHARD_ITERATOR, () -> {
            StreamModel stream = streams.findReadable(request.streamName(), request.streamARN());
            String shard = Check.required("shardId", request.shardId());
            Check.required("shardIteratorType", request.shardIteratorTypeAsString());
            ShardIterators.Start start = new ShardIterators.Start(
                    request.shardIteratorType(), request.startingSequenceNumber(), request.timestamp());
            return GetShardIteratorResponse.builder()
                    .shardIterator(iterators.issue(stream, shard, start))
                    .build();
        });
    }

    GetRecordsResponse getRecords(GetRecordsRequest request) {
        return gate.call(Operation.GET_RECORDS, 0, fault -> {
            String iterator = Check.required("shardIterator", request.shardIterator());
            int limit = Check.range("limit", request.limit(), Limits.RECORDS_PER_READ, 1, Limits.RECORDS_PER_READ);
            RecordReader.Read read = reader.read(iterator, limit, fault);
            if (fault instanceof Fault.EmptyAnswer) {
                return GetRecordsResponse.builder().build();
            }
            boolean bare = fault instanceof Fault.FieldsMissing;
            return GetRecordsResponse.builder()
                    .records(bare ? bare(recordsOf(read)) : recordsOf(read))
                    .millisBehindLatest(bare ? -1 : read.millisBehind())
                    .nextShardIterator(read.next())
                    .childShards(read.ended() ? childrenOf(read.shard()) : null)
                    .build();
        });
    }

    static List<Record> recordsOf(RecordReader.Read read) {
        List<Record> records = new ArrayList<>(read.entries().size());
        for (int i = 0; i < read.entries().size(); i++) {
            Entry entry = read.entries().get(i);
            records.add(Record.builder()
                    .sequenceNumber(read.sequence(i))
                    .partitionKey(entry.key())
                    .data(SdkBytes.fromByteArray(entry.data()))
                    .approximateArrivalTimestamp(Instant.ofEpochMilli(entry.arrivalMillis()))
                    .build());
        }
        return records;
    }

    private static List<Record> bare(List<Record> records) {
        return records.stream()
                .map(record -> record.toBuilder()
                        .approximateArrivalTimestamp(null)
                        .data(record.data().asByteArrayUnsafe().length == 0 ? null : record.data())
                        .build())
                .toList();
    }

    static List<ChildShard> childrenOf(ShardModel shard) {
        List<ChildShard> children = new ArrayList<>();
        for (ShardModel child : shard.children()) {
            children.add(ChildShard.builder()
                    .shardId(child.id())
                    .parentShards(child.parents())
                    .hashKeyRange(Descriptions.rangeOf(child))
                    .build());
        }
        return children;
    }

    PutRecordResponse putRecord(PutRecordRequest request) {
        return gate.call(Operation.PUT_RECORD, 1, fault -> {
            StreamModel stream = streams.findReadable(request.streamName(), request.streamARN());
            RecordWriter.Incoming record =
                    writer.check("", request.partitionKey(), request.explicitHashKey(), bytesOf(request.data()));
            writer.checkSize(stream, record);
            ShardModel shard = writer.shardFor(stream, record);
            if (!writer.admits(shard, record)) {
                throw Errors.throttled(Errors.rateExceeded(shard, stream));
            }
            RecordWriter.Stored stored = writer.store(stream, shard, record);
            return PutRecordResponse.builder()
                    .shardId(shard.id())
                    .sequenceNumber(stored.sequence())
                    .encryptionType(EncryptionType.NONE)
                    .build();
        });
    }

    PutRecordsResponse putRecords(PutRecordsRequest request) {
        return gate.call(Operation.PUT_RECORDS, request.records().size(), fault -> {
            StreamModel stream = streams.findReadable(request.streamName(), request.streamARN());
            List<RecordWriter.Incoming> records = checkAll(stream, request.records());
            List<PutRecordsResultEntry> results = new ArrayList<>(records.size());
            int failed = 0;
            for (int i = 0; i < records.size(); i++) {
                PutRecordsResultEntry result = putOne(stream, records.get(i), i, fault);
                failed += result.errorCode() == null ? 0 : 1;
                results.add(result);
            }
            return PutRecordsResponse.builder()
                    .records(results)
                    .failedRecordCount(failed)
                    .encryptionType(EncryptionType.NONE)
                    .build();
        });
    }

    /** One entry that breaks a limit fails the whole call: nothing of it is stored. */
    private List<RecordWriter.Incoming> checkAll(StreamModel stream, List<PutRecordsRequestEntry> entries) {
        Check.length("records", entries.size(), 1, Limits.ENTRIES_PER_PUT);
        List<RecordWriter.Incoming> records = new ArrayList<>(entries.size());
        long bytes = 0;
        for (int i = 0; i < entries.size(); i++) {
            PutRecordsRequestEntry entry = entries.get(i);
            RecordWriter.Incoming record = writer.check(
                    "records." + (i + 1) + ".member.",
                    entry.partitionKey(),
                    entry.explicitHashKey(),
                    bytesOf(entry.data()));
            writer.checkSize(stream, record);
            bytes += record.size();
            records.add(record);
        }
        if (bytes > Limits.BYTES_PER_PUT) {
            throw Errors.invalid("Records of " + bytes + " bytes, partition keys included, exceed the limit of "
                    + Limits.BYTES_PER_PUT + " bytes of a PutRecords call.");
        }
        return records;
    }

    private PutRecordsResultEntry putOne(StreamModel stream, RecordWriter.Incoming record, int index, Fault fault) {
        ShardModel shard = writer.shardFor(stream, record);
        if (fault instanceof Fault.RecordsRejected rejected
                && rejected.indexes().contains(index)) {
            return rejected.reason() == Fault.Reason.THROTTLED ? throttled(stream, shard) : internalFailure();
        }
        if (!writer.admits(shard, record)) {
            return throttled(stream, shard);
        }
        RecordWriter.Stored stored = writer.store(stream, shard, record);
        return PutRecordsResultEntry.builder()
                .shardId(shard.id())
                .sequenceNumber(stored.sequence())
                .build();
    }

    private static PutRecordsResultEntry throttled(StreamModel stream, ShardModel shard) {
        return PutRecordsResultEntry.builder()
                .errorCode(Errors.THROTTLED_CODE)
                .errorMessage(Errors.rateExceeded(shard, stream))
                .build();
    }

    private static PutRecordsResultEntry internalFailure() {
        return PutRecordsResultEntry.builder()
                .errorCode(Errors.INTERNAL_CODE)
                .errorMessage(Errors.INTERNAL_MESSAGE)
                .build();
    }

    private static byte @Nullable [] bytesOf(@Nullable SdkBytes data) {
        return data == null ? null : data.asByteArray();
    }
}
