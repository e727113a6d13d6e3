// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.engine.model.SequenceNumber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/**
 * What another application does to a stream.
 *
 * @param kinesis with this client
 */
record PlainSdk(KinesisClient kinesis) {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    void createStream(String stream, int shards) {
        kinesis.createStream(request -> request.streamName(stream).shardCount(shards));
        awaitActive(stream);
    }

    void awaitActive(String stream) {
        await("stream " + stream + " to be active")
                .atMost(PATIENCE)
                .until(() -> kinesis.describeStreamSummary(request -> request.streamName(stream))
                                .streamDescriptionSummary()
                                .streamStatus()
                        == StreamStatus.ACTIVE);
    }

    /**
     * Puts one record of each key, in one request, so that the records of a key are in separate requests and keep their
     * order.
     *
     * @param index the payload, as text
     * @return the sequence numbers by shard
     */
    Map<String, List<SequenceNumber>> putOneOfEachKey(String stream, int keys, int index) {
        List<PutRecordsRequestEntry> entries = new ArrayList<>();
        for (int key = 0; key < keys; key++) {
            entries.add(PutRecordsRequestEntry.builder()
                    .partitionKey("key-" + key)
                    .data(SdkBytes.fromUtf8String(Integer.toString(index)))
                    .build());
        }
        return put(stream, entries);
    }

    /** The shards that take records, in the order of their ids. */
    List<Shard> openShards(String stream) {
        return kinesis.listShards(request -> request.streamName(stream)).shards().stream()
                .filter(shard -> shard.sequenceNumberRange().endingSequenceNumber() == null)
                .toList();
    }

    /**
     * Puts one record into each of these shards, in one request. Its partition key is the id of the shard.
     *
     * @param index the payload, as text
     * @return the sequence numbers by shard
     */
    Map<String, List<SequenceNumber>> putIntoEach(String stream, List<Shard> shards, int index) {
        return put(
                stream,
                shards.stream()
                        .map(shard -> PutRecordsRequestEntry.builder()
                                .partitionKey(shard.shardId())
                                .explicitHashKey(shard.hashKeyRange().startingHashKey())
                                .data(SdkBytes.fromUtf8String(Integer.toString(index)))
                                .build())
                        .toList());
    }

    private Map<String, List<SequenceNumber>> put(String stream, List<PutRecordsRequestEntry> entries) {
        List<PutRecordsResultEntry> results = kinesis.putRecords(
                        request -> request.streamName(stream).records(entries))
                .records();
        Map<String, List<SequenceNumber>> put = new TreeMap<>();
        for (PutRecordsResultEntry result : results) {
            assertThat(result.errorCode()).isNull();
            put.computeIfAbsent(result.shardId(), shard -> new ArrayList<>())
                    .add(SequenceNumber.of(result.sequenceNumber()));
        }
        return put;
    }
}
