// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.HashKeyRange;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ScalingType;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/**
 * What every Kinesis answers to the plain client of the SDK, as far as this project relies on it. The test kit's model
 * and an emulator by others both pass it, so that no test agrees with a wrong model only.
 */
public abstract class KinesisContract {

    private static final String SHARD_0 = "shardId-000000000000";
    private static final int READS = 50;

    private @Nullable ContractStream created;

    /** The client; not closed here. */
    protected abstract KinesisClient client();

    @AfterEach
    final void deleteStream() {
        if (created != null) {
            created.close();
        }
    }

    private String createStream(int shards) {
        created = ContractStream.create(client(), shards);
        return created.name();
    }

    private ContractStream stream() {
        return Objects.requireNonNull(created, "createStream() comes first");
    }

    private static PutRecordsRequestEntry entry(String key, String text) {
        return PutRecordsRequestEntry.builder()
                .partitionKey(key)
                .data(SdkBytes.fromUtf8String(text))
                .build();
    }

    private static List<String> texts(List<Record> records) {
        return records.stream().map(record -> record.data().asUtf8String()).toList();
    }

    private String iterator(String shard, Consumer<GetShardIteratorRequest.Builder> start) {
        return client().getShardIterator(
                        b -> b.streamName(stream().name()).shardId(shard).applyMutation(start))
                .shardIterator();
    }

    private List<Record> read(String shard, Consumer<GetShardIteratorRequest.Builder> start, int count) {
        List<Record> records = new ArrayList<>();
        String iterator = iterator(shard, start);
        for (int i = 0; i < READS && records.size() < count && iterator != null; i++) {
            GetRecordsResponse response = getRecords(iterator);
            records.addAll(response.records());
            iterator = response.nextShardIterator();
        }
        return records;
    }

    private GetRecordsResponse getRecords(String iterator) {
        return client().getRecords(b -> b.shardIterator(iterator));
    }

    @Test
    void shardsCoverTheKeySpaceInOrder() {
        createStream(5);
        BigInteger next = BigInteger.ZERO;
        for (Shard shard : stream().shards()) {
            assertThat(new BigInteger(shard.hashKeyRange().startingHashKey())).isEqualTo(next);
            next = new BigInteger(shard.hashKeyRange().endingHashKey()).add(BigInteger.ONE);
            assertThat(shard.sequenceNumberRange().endingSequenceNumber()).isNull();
        }
        assertThat(next).isEqualTo(BigInteger.TWO.pow(128));
    }

    @Test
    void aKeyGoesWhereItsMd5Lies() throws Exception {
        String name = createStream(5);
        List<PutRecordsRequestEntry> entries = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            entries.add(entry("clé-" + i, "x"));
        }
        List<PutRecordsResultEntry> results =
                client().putRecords(b -> b.streamName(name).records(entries)).records();
        List<Shard> shards = stream().shards();
        for (int i = 0; i < entries.size(); i++) {
            byte[] key = entries.get(i).partitionKey().getBytes(StandardCharsets.UTF_8);
            BigInteger hash = new BigInteger(1, MessageDigest.getInstance("MD5").digest(key));
            assertThat(results.get(i).shardId()).isEqualTo(shardOf(shards, hash));
        }
    }

    private static String shardOf(List<Shard> shards, BigInteger hash) {
        for (Shard shard : shards) {
            HashKeyRange range = shard.hashKeyRange();
            if (hash.compareTo(new BigInteger(range.startingHashKey())) >= 0
                    && hash.compareTo(new BigInteger(range.endingHashKey())) <= 0) {
                return shard.shardId();
            }
        }
        throw new AssertionError("No shard takes " + hash);
    }

    @Test
    void sequenceNumbersRiseWithinAShardInTheOrderOfTheCall() {
        String name = createStream(1);
        List<PutRecordsResultEntry> results = client().putRecords(
                        b -> b.streamName(name).records(entry("a", "0"), entry("b", "1"), entry("a", "2")))
                .records();
        String later = stream().put(SHARD_0, "a", new byte[] {'3'});

        List<BigInteger> numbers = new ArrayList<>();
        results.forEach(result -> numbers.add(new BigInteger(result.sequenceNumber())));
        numbers.add(new BigInteger(later));
        assertThat(numbers).isSorted().doesNotHaveDuplicates();
        assertThat(texts(read(SHARD_0, b -> b.shardIteratorType(ShardIteratorType.TRIM_HORIZON), 4)))
                .containsExactly("0", "1", "2", "3");
    }

    @Test
    void iteratorsBeginWhereTheySay() {
        createStream(1);
        List<String> sequences = new ArrayList<>();
        for (String text : List.of("0", "1", "2")) {
            sequences.add(stream().put(SHARD_0, "k", text.getBytes(StandardCharsets.UTF_8)));
        }
        String latest = iterator(SHARD_0, b -> b.shardIteratorType(ShardIteratorType.LATEST));
        stream().put(SHARD_0, "k", new byte[] {'3'});

        assertThat(texts(getRecords(latest).records())).containsExactly("3");
        assertThat(texts(read(SHARD_0, from(ShardIteratorType.AT_SEQUENCE_NUMBER, sequences.get(1)), 3)))
                .containsExactly("1", "2", "3");
        assertThat(texts(read(SHARD_0, from(ShardIteratorType.AFTER_SEQUENCE_NUMBER, sequences.get(1)), 2)))
                .containsExactly("2", "3");
        assertThat(texts(read(
                        SHARD_0,
                        b -> b.shardIteratorType(ShardIteratorType.AT_TIMESTAMP).timestamp(Instant.EPOCH),
                        4)))
                .containsExactly("0", "1", "2", "3");
    }

    private static Consumer<GetShardIteratorRequest.Builder> from(ShardIteratorType type, String sequence) {
        return b -> b.shardIteratorType(type).startingSequenceNumber(sequence);
    }

    @Test
    void aSplitShardEndsWithTheNamesOfItsChildren() {
        createStream(1);
        stream().put(SHARD_0, "k", new byte[] {'x'});
        String iterator = iterator(SHARD_0, b -> b.shardIteratorType(ShardIteratorType.TRIM_HORIZON));
        List<String> children = stream().split(SHARD_0);
        List<Shard> shards = stream().shards();

        GetRecordsResponse last = readToEnd(iterator);

        assertThat(shards).hasSize(3);
        assertThat(shards.get(0).sequenceNumberRange().endingSequenceNumber()).isNotNull();
        assertThat(shards.get(1).parentShardId()).isEqualTo(SHARD_0);
        assertThat(shards.get(2).parentShardId()).isEqualTo(SHARD_0);
        assertThat(last.childShards()).extracting(ChildShard::shardId).containsExactlyInAnyOrderElementsOf(children);
        assertThat(last.childShards()).allMatch(child -> child.parentShards().equals(List.of(SHARD_0)));
    }

    private GetRecordsResponse readToEnd(String iterator) {
        GetRecordsResponse response = getRecords(iterator);
        for (int i = 0; i < READS && response.nextShardIterator() != null; i++) {
            response = getRecords(response.nextShardIterator());
        }
        assertThat(response.nextShardIterator()).isNull();
        return response;
    }

    @Test
    void aMergedShardHasBothParents() {
        createStream(2);
        String child = stream().merge(SHARD_0, "shardId-000000000001");
        Shard merged = stream().shards().stream()
                .filter(shard -> shard.shardId().equals(child))
                .findFirst()
                .orElseThrow();

        assertThat(Arrays.asList(merged.parentShardId(), merged.adjacentParentShardId()))
                .containsExactlyInAnyOrder(SHARD_0, "shardId-000000000001");
        assertThat(merged.hashKeyRange().startingHashKey()).isEqualTo("0");
    }

    @Test
    void recordsOfAChildAreAboveThoseOfItsParent() {
        createStream(1);
        BigInteger parent = new BigInteger(stream().put(SHARD_0, "k", new byte[1]));
        for (String child : stream().split(SHARD_0)) {
            assertThat(new BigInteger(stream().put(child, "k", new byte[1]))).isGreaterThan(parent);
        }
    }

    @Test
    void scalingLeavesTheWantedNumberOpenAndTheKeySpaceWhole() {
        String name = createStream(2);
        client().updateShardCount(b -> b.streamName(name).targetShardCount(4).scalingType(ScalingType.UNIFORM_SCALING));
        stream().awaitActive();

        List<HashKeyRange> open = client()
                .listShards(b -> b.streamName(name).shardFilter(f -> f.type(ShardFilterType.AT_LATEST)))
                .shards()
                .stream()
                .map(Shard::hashKeyRange)
                .toList();

        assertThat(open).hasSize(4);
        BigInteger covered = BigInteger.ZERO;
        for (HashKeyRange range : open) {
            covered = covered.add(new BigInteger(range.endingHashKey()))
                    .subtract(new BigInteger(range.startingHashKey()))
                    .add(BigInteger.ONE);
        }
        assertThat(covered).isEqualTo(BigInteger.TWO.pow(128));
    }

    @Test
    void shardsAreListedInPagesAndATokenStandsAlone() {
        String name = createStream(7);
        ListShardsResponse first = client().listShards(b -> b.streamName(name).maxResults(3));
        ListShardsResponse second =
                client().listShards(b -> b.nextToken(first.nextToken()).maxResults(3));
        ListShardsResponse third =
                client().listShards(b -> b.nextToken(second.nextToken()).maxResults(3));

        List<String> ids = new ArrayList<>();
        for (ListShardsResponse page : List.of(first, second, third)) {
            page.shards().forEach(shard -> ids.add(shard.shardId()));
        }
        assertThat(ids).hasSize(7).isSorted().doesNotHaveDuplicates();
        assertThat(third.nextToken()).isNull();
        assertThatThrownBy(() ->
                        client().listShards(b -> b.nextToken(first.nextToken()).streamName(name)))
                .isInstanceOf(KinesisException.class);
    }

    @Test
    void anArnDoesForAName() {
        createStream(1);
        String arn = stream().arn();
        String sequence = client().putRecord(
                        b -> b.streamARN(arn).partitionKey("k").data(SdkBytes.fromUtf8String("x")))
                .sequenceNumber();

        assertThat(arn).endsWith(":stream/" + stream().name());
        assertThat(client().listShards(b -> b.streamARN(arn)).shards()).hasSize(1);
        String iterator = client().getShardIterator(b -> b.streamARN(arn)
                        .shardId(SHARD_0)
                        .shardIteratorType(ShardIteratorType.AT_SEQUENCE_NUMBER)
                        .startingSequenceNumber(sequence))
                .shardIterator();
        assertThat(texts(getRecords(iterator).records())).containsExactly("x");
    }

    @Test
    void whatDoesNotExistIsNotFound() {
        String name = createStream(1);
        assertThatThrownBy(() -> client().describeStreamSummary(b -> b.streamName(name + "-absent")))
                .isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> client().putRecord(b ->
                        b.streamName(name + "-absent").partitionKey("k").data(SdkBytes.fromUtf8String("x"))))
                .isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> iterator("shardId-000000000042", b -> b.shardIteratorType(ShardIteratorType.LATEST)))
                .isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> client().createStream(b -> b.streamName(name).shardCount(1)))
                .isInstanceOf(ResourceInUseException.class);
    }

    @Test
    void recordsBeyondTheLimitsAreRefused() {
        String name = createStream(1);
        assertThatThrownBy(() -> client().putRecord(b ->
                        b.streamName(name).partitionKey("k").data(SdkBytes.fromByteArray(new byte[(1 << 20) + 1]))))
                .isInstanceOf(KinesisException.class);
        assertThatThrownBy(() -> client().putRecord(b ->
                        b.streamName(name).partitionKey("k".repeat(257)).data(SdkBytes.fromUtf8String("x"))))
                .isInstanceOf(KinesisException.class);
        assertThatThrownBy(() -> client().getRecords(b -> b.shardIterator(
                                iterator(SHARD_0, i -> i.shardIteratorType(ShardIteratorType.LATEST)))
                        .limit(10_001)))
                .isInstanceOf(KinesisException.class);
    }
}
