// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.produce.PutRecord;
import io.camelkinesis.engine.produce.PutResult;
import io.camelkinesis.engine.produce.RecordResult;
import io.camelkinesis.engine.produce.StreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Record;

/**
 * What every {@link StreamWriter} does. A test of an implementation extends this class and gives it the writer and a plain
 * client of the same Kinesis; each case makes a stream of its own and deletes it.
 */
public abstract class StreamWriterContract {

    private static final int MIB = 1 << 20;
    private static final String HIGHEST_HASH = "340282366920938463463374607431768211455";

    private KinesisClient client;
    private StreamWriter writer;
    private @Nullable ContractStream created;

    /** The implementation, on the Kinesis of {@link #client()}. Asked once per case. */
    protected abstract StreamWriter writer();

    /** A client of that Kinesis that nothing stands in front of. Asked once per case; not closed here. */
    protected abstract KinesisClient client();

    /** The answer of the writer; waits up to 30 seconds. On virtual time: to be overridden so that time moves. */
    protected PutResult answerOf(CompletionStage<PutResult> answer) throws Exception {
        return answer.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @BeforeEach
    final void connect() {
        client = client();
        writer = writer();
    }

    @AfterEach
    final void deleteStream() {
        if (created != null) {
            created.close();
        }
    }

    private ContractStream createStream(int shards) {
        created = ContractStream.create(client, shards);
        return created;
    }

    private PutResult put(String stream, List<PutRecord> records) throws Exception {
        return answerOf(writer.put(stream, records));
    }

    private static PutRecord record(String key, byte[] data) {
        return new PutRecord(key, null, data);
    }

    private static PutRecord record(String key, String text) {
        return record(key, text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<RecordResult.Accepted> accepted(PutResult result) {
        assertThat(result).isInstanceOf(PutResult.Answered.class);
        List<RecordResult> records = ((PutResult.Answered) result).records();
        assertThat(records).hasOnlyElementsOfType(RecordResult.Accepted.class);
        return records.stream().map(RecordResult.Accepted.class::cast).toList();
    }

    /** All records of a shard, read past the implementation. */
    private List<Record> stored(String shard) {
        String stream = Objects.requireNonNull(created).name();
        String iterator = client.getShardIterator(
                        g -> g.streamName(stream).shardId(shard).shardIteratorType("TRIM_HORIZON"))
                .shardIterator();
        List<Record> all = new ArrayList<>();
        for (int pages = 0; pages < 100; pages++) {
            String at = iterator;
            var page = client.getRecords(g -> g.shardIterator(at));
            all.addAll(page.records());
            iterator = page.nextShardIterator();
            if (iterator == null || page.millisBehindLatest() == 0) {
                return all;
            }
        }
        throw new AssertionError("The shard does not end");
    }

    @Test
    void everyRecordIsAnsweredForInItsPlace() throws Exception {
        ContractStream stream = createStream(2);
        List<PutRecord> records = IntStream.range(0, 100)
                .mapToObj(i -> record("key-" + i, "r" + i))
                .toList();
        List<RecordResult.Accepted> results = accepted(put(stream.name(), records));
        assertThat(results).hasSize(100);
        assertThat(results.stream().map(RecordResult.Accepted::shard).distinct())
                .as("both shards got some")
                .hasSize(2);
        for (String shard : results.stream().map(RecordResult.Accepted::shard).collect(Collectors.toSet())) {
            List<String> expected = IntStream.range(0, 100)
                    .filter(i -> results.get(i).shard().equals(shard))
                    .mapToObj(i -> results.get(i).sequence() + " key-" + i + " r" + i)
                    .sorted()
                    .toList();
            assertThat(stored(shard).stream()
                            .map(r -> r.sequenceNumber() + " " + r.partitionKey() + " "
                                    + r.data().asUtf8String())
                            .sorted())
                    .isEqualTo(expected);
        }
    }

    @Test
    void oneRequestBehindTheOtherStandsBehindIt() throws Exception {
        ContractStream stream = createStream(1);
        for (int i = 0; i < 10; i++) {
            accepted(put(stream.name(), List.of(record("k", "r" + i))));
        }
        assertThat(stored(stream.shards().get(0).shardId()).stream()
                        .map(r -> r.data().asUtf8String()))
                .isEqualTo(IntStream.range(0, 10).mapToObj(i -> "r" + i).toList());
    }

    @Test
    void payloadsAndKeysArriveAsTheyAre() throws Exception {
        ContractStream stream = createStream(1);
        byte[] binary = new byte[256];
        for (int i = 0; i < binary.length; i++) {
            binary[i] = (byte) i;
        }
        accepted(put(stream.name(), List.of(record("Schlüssel 鍵 🔑", binary), record("x".repeat(256), "last"))));
        List<Record> stored = stored(stream.shards().get(0).shardId());
        assertThat(stored).hasSize(2);
        assertThat(stored.stream().filter(r -> r.partitionKey().equals("Schlüssel 鍵 🔑")))
                .singleElement()
                .satisfies(r -> assertThat(r.data().asByteArray()).isEqualTo(binary));
    }

    @Test
    void anExplicitHashKeyChoosesTheShard() throws Exception {
        ContractStream stream = createStream(2);
        byte[] data = {1};
        List<RecordResult.Accepted> results = accepted(put(
                stream.name(), List.of(new PutRecord("same", "0", data), new PutRecord("same", HIGHEST_HASH, data))));
        assertThat(results.get(0).shard()).isNotEqualTo(results.get(1).shard());
    }

    @Test
    void aStreamMayBeNamedByItsArn() throws Exception {
        ContractStream stream = createStream(1);
        assertThat(accepted(put(stream.arn(), List.of(record("k", "r"))))).hasSize(1);
        assertThat(stored(stream.shards().get(0).shardId())).hasSize(1);
    }

    @Test
    void aMissingStreamIsFatalForAll() throws Exception {
        assertThat(put("there-is-none", List.of(record("k", "r"))))
                .isInstanceOfSatisfying(PutResult.Fatal.class, fatal -> assertThat(fatal.ofOneRecord())
                        .isFalse());
    }

    @Test
    void aRecordOverTheLimitIsRefusedAndOthersMayBePut() throws Exception {
        ContractStream stream = createStream(1);
        PutResult result =
                put(stream.name(), List.of(record("a", "small"), record("b", new byte[MIB + 1]), record("c", "too")));
        if (result instanceof PutResult.Answered answered) {
            assertThat(answered.records().get(1)).isInstanceOf(RecordResult.Refused.class);
            assertThat(stored(stream.shards().get(0).shardId())).hasSize(2);
        } else {
            assertThat(result).isInstanceOfSatisfying(PutResult.Fatal.class, fatal -> assertThat(fatal.ofOneRecord())
                    .isTrue());
            assertThat(stored(stream.shards().get(0).shardId())).isEmpty();
        }
    }

    @Test
    void aKeyOverTheLimitIsRefused() throws Exception {
        ContractStream stream = createStream(1);
        assertThat(put(stream.name(), List.of(record("a", "small"), record("k".repeat(257), "r"))))
                .isInstanceOfSatisfying(PutResult.Fatal.class, fatal -> assertThat(fatal.ofOneRecord())
                        .isTrue());
        assertThat(stored(stream.shards().get(0).shardId())).isEmpty();
    }
}
