// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.camelkinesis.engine.aggregate.Aggregate;
import io.camelkinesis.engine.aggregate.UserRecord;
import io.camelkinesis.engine.consume.Cursor;
import io.camelkinesis.engine.consume.DeaggregatingReader;
import io.camelkinesis.engine.consume.Fetch;
import io.camelkinesis.engine.consume.ShardReader;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.model.StreamRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * What every {@link ShardReader} does. A test of an implementation extends this class and gives it the reader and a plain
 * client of the same Kinesis; each case makes a stream of its own and deletes it.
 */
public abstract class ShardReaderContract {

    private static final String SHARD_0 = "shardId-000000000000";
    private static final String SHARD_1 = "shardId-000000000001";
    private static final int PAGES = 100;
    private static final int ANY = 10_000;
    private static final int MIB = 1 << 20;

    /** The service is another machine with another clock. */
    private static final Duration SKEW = Duration.ofSeconds(60);

    private KinesisClient client;
    private ShardReader reader;
    private @Nullable ContractStream created;

    /** The implementation, on the Kinesis of {@link #client()}. Asked once per case. */
    protected abstract ShardReader reader();

    /** A client of that Kinesis that nothing stands in front of. Asked once per case; not closed here. */
    protected abstract KinesisClient client();

    /**
     * Makes every iterator that has been handed out so far expire. Where that cannot be done in a test, returns false, and
     * the case is skipped.
     */
    protected boolean expireIterators() {
        return false;
    }

    /** Whether this Kinesis tells such a reader that a shard has ended. Where it does not, returns false, for those cases. */
    protected boolean tellsEnds() {
        return true;
    }

    /** Whether this Kinesis refuses such a reader a shard that does not exist. One that does not: to be overridden. */
    protected boolean refusesUnknownShards() {
        return true;
    }

    /** The answer of the reader; waits up to 30 seconds. On virtual time: to be overridden so that time moves. */
    protected Fetch answerOf(CompletionStage<Fetch> answer) throws Exception {
        return answer.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    /** Lets a few milliseconds pass on the clock of the service. On virtual time: to be overridden. */
    protected void letTimePass() {
        long start = System.nanoTime();
        await().pollDelay(Duration.ofMillis(20)).until(() -> System.nanoTime() - start > 20_000_000);
    }

    /** The time of the service, roughly. On virtual time: to be overridden. */
    protected Instant now() {
        return Instant.now();
    }

    @BeforeEach
    final void connect() {
        client = client();
        reader = reader();
    }

    @AfterEach
    final void deleteStream() {
        if (created != null) {
            created.close();
        }
    }

    private void createStream(int shards) {
        created = ContractStream.create(client, shards);
    }

    private ContractStream stream() {
        return Objects.requireNonNull(created, "createStream() comes first");
    }

    private ShardId id(String shard) {
        return StreamId.of(stream().name()).shard(shard);
    }

    private List<String> putTexts(String shard, int from, int to) {
        List<String> sequences = new ArrayList<>();
        for (int i = from; i < to; i++) {
            sequences.add(stream().put(shard, "key-" + i, ("r" + i).getBytes(StandardCharsets.UTF_8)));
        }
        return sequences;
    }

    private static List<String> expected(int from, int to) {
        List<String> texts = new ArrayList<>();
        for (int i = from; i < to; i++) {
            texts.add("r" + i);
        }
        return texts;
    }

    private static List<String> texts(List<StreamRecord> records) {
        return records.stream()
                .map(record -> new String(record.data(), StandardCharsets.UTF_8))
                .toList();
    }

    private Fetch fetch(ShardId shard, Position from, @Nullable Cursor cursor, int limit) throws Exception {
        return answerOf(reader.fetch(shard, from, cursor, limit));
    }

    private Fetch.Records page(ShardId shard, Position from, @Nullable Cursor cursor, int limit) throws Exception {
        Fetch fetch = fetch(shard, from, cursor, limit);
        if (fetch instanceof Fetch.Records records) {
            assertThat(records.records()).hasSizeLessThanOrEqualTo(limit);
            return records;
        }
        return fail("records expected, but there was " + fetch);
    }

    /** Follows the cursors until that many records have come; an answer may be empty on the way. */
    private List<StreamRecord> read(ShardId shard, Position from, int count, int limit) throws Exception {
        List<StreamRecord> records = new ArrayList<>();
        Position at = from;
        Cursor cursor = null;
        for (int i = 0; i < PAGES && records.size() < count; i++) {
            Fetch.Records page = page(shard, at, cursor, limit);
            records.addAll(page.records());
            at = behind(page, at);
            cursor = page.next();
            if (cursor == null) {
                break;
            }
        }
        return records;
    }

    private static Position behind(Fetch.Records page, Position otherwise) {
        List<StreamRecord> records = page.records();
        return records.isEmpty()
                ? otherwise
                : new Position.After(records.get(records.size() - 1).sequence());
    }

    /** Follows the cursors of a closed shard to the end. */
    private List<StreamRecord> readToEnd(ShardId shard, Position from) throws Exception {
        List<StreamRecord> records = new ArrayList<>();
        Position at = from;
        Cursor cursor = null;
        for (int i = 0; i < PAGES; i++) {
            Fetch.Records page = page(shard, at, cursor, ANY);
            records.addAll(page.records());
            if (page.next() == null) {
                return records;
            }
            at = behind(page, at);
            cursor = page.next();
        }
        return fail("the end of closed shard " + shard + " was not told within " + PAGES + " reads");
    }

    @Test
    void trimHorizonBringsEverythingInOrder() throws Exception {
        createStream(1);
        List<String> sequences = putTexts(SHARD_0, 0, 20);

        List<StreamRecord> records = read(id(SHARD_0), Position.TRIM_HORIZON, 20, ANY);

        assertThat(texts(records)).isEqualTo(expected(0, 20));
        assertThat(records)
                .extracting(StreamRecord::sequence)
                .containsExactlyElementsOf(
                        sequences.stream().map(SequenceNumber::of).toList())
                .isSorted();
    }

    @Test
    void aStreamMayBeNamedByItsArn() throws Exception {
        createStream(1);
        putTexts(SHARD_0, 0, 2);

        List<StreamRecord> records = read(StreamId.of(stream().arn()).shard(SHARD_0), Position.TRIM_HORIZON, 2, ANY);

        assertThat(texts(records)).isEqualTo(expected(0, 2));
    }

    @Test
    void latestBringsOnlyWhatComesAfterTheFirstRead() throws Exception {
        createStream(1);
        putTexts(SHARD_0, 0, 3);
        Fetch.Records first = page(id(SHARD_0), Position.LATEST, null, ANY);
        assertThat(first.records()).isEmpty();
        assertThat(first.next()).isNotNull();
        putTexts(SHARD_0, 3, 5);

        List<StreamRecord> records = new ArrayList<>();
        Cursor cursor = first.next();
        for (int i = 0; i < PAGES && records.size() < 2; i++) {
            Fetch.Records page = page(id(SHARD_0), Position.LATEST, cursor, ANY);
            records.addAll(page.records());
            cursor = page.next();
        }

        assertThat(texts(records)).isEqualTo(expected(3, 5));
    }

    @Test
    void aTimestampBringsWhatArrivedThenOrLater() throws Exception {
        createStream(1);
        putTexts(SHARD_0, 0, 2);
        letTimePass();
        putTexts(SHARD_0, 2, 4);
        Instant third = read(id(SHARD_0), Position.TRIM_HORIZON, 4, ANY).get(2).arrival();

        List<StreamRecord> records = read(id(SHARD_0), new Position.AtTimestamp(third), 2, ANY);

        assertThat(texts(records)).isEqualTo(expected(2, 4));
        assertThat(texts(read(id(SHARD_0), new Position.AtTimestamp(third.minus(Duration.ofDays(1))), 4, ANY)))
                .isEqualTo(expected(0, 4));
    }

    @Test
    void afterASequenceNumberComesTheNextRecord() throws Exception {
        createStream(1);
        List<String> sequences = putTexts(SHARD_0, 0, 6);

        List<StreamRecord> records = read(id(SHARD_0), new Position.After(SequenceNumber.of(sequences.get(2))), 3, ANY);

        assertThat(texts(records)).isEqualTo(expected(3, 6));
    }

    @Test
    void theLimitIsKeptAndTheCursorNeitherRepeatsNorLoses() throws Exception {
        createStream(1);
        putTexts(SHARD_0, 0, 17);

        List<StreamRecord> records = read(id(SHARD_0), Position.TRIM_HORIZON, 17, 4);

        assertThat(texts(records)).isEqualTo(expected(0, 17));
    }

    @Test
    void withoutTheCursorReadingGoesOnBehindTheLastRecord() throws Exception {
        createStream(1);
        putTexts(SHARD_0, 0, 17);
        List<StreamRecord> records = new ArrayList<>();
        Position at = Position.TRIM_HORIZON;
        for (int i = 0; i < PAGES && records.size() < 17; i++) {
            Fetch.Records page = page(id(SHARD_0), at, null, 4);
            records.addAll(page.records());
            at = behind(page, at);
        }
        assertThat(texts(records)).isEqualTo(expected(0, 17));
    }

    @Test
    void anEmptyReadHandsOutACursorThatLeadsToLaterRecords() throws Exception {
        createStream(1);
        Fetch.Records empty = page(id(SHARD_0), Position.TRIM_HORIZON, null, ANY);
        assertThat(empty.records()).isEmpty();
        assertThat(empty.next()).isNotNull();
        assertThat(empty.millisBehindLatest()).isZero();
        putTexts(SHARD_0, 0, 1);

        List<StreamRecord> records = new ArrayList<>();
        Cursor cursor = empty.next();
        for (int i = 0; i < PAGES && records.isEmpty(); i++) {
            Fetch.Records page = page(id(SHARD_0), Position.TRIM_HORIZON, cursor, ANY);
            records.addAll(page.records());
            cursor = page.next();
        }
        assertThat(texts(records)).isEqualTo(expected(0, 1));
    }

    @Test
    void millisBehindLatestIsZeroAtTheTipOnly() throws Exception {
        createStream(1);
        putTexts(SHARD_0, 0, 1);
        letTimePass();
        putTexts(SHARD_0, 1, 2);
        letTimePass();

        Fetch.Records behind = page(id(SHARD_0), Position.TRIM_HORIZON, null, 1);
        Fetch.Records atTip = page(id(SHARD_0), behind(behind, Position.TRIM_HORIZON), behind.next(), ANY);

        assertThat(texts(behind.records())).isEqualTo(expected(0, 1));
        assertThat(behind.millisBehindLatest()).isPositive();
        assertThat(texts(atTip.records())).isEqualTo(expected(1, 2));
        assertThat(atTip.millisBehindLatest()).isZero();
    }

    @Test
    void aRecordIsTheOneThatWasPut() throws Exception {
        createStream(1);
        byte[] everyByte = new byte[256];
        for (int i = 0; i < everyByte.length; i++) {
            everyByte[i] = (byte) i;
        }
        Instant before = now();
        String sequence = stream().put(SHARD_0, "ключ/キー \"key\"", everyByte);

        StreamRecord record = read(id(SHARD_0), Position.TRIM_HORIZON, 1, ANY).get(0);

        assertThat(record.data()).isEqualTo(everyByte);
        assertThat(record.partitionKey()).isEqualTo("ключ/キー \"key\"");
        assertThat(record.sequence()).isEqualTo(SequenceNumber.of(sequence));
        assertThat(record.sequence().isPartial()).isFalse();
        assertThat(record.arrival()).isBetween(before.minus(SKEW), now().plus(SKEW));
    }

    @Test
    void aRecordMayHave1MibKeyIncluded() throws Exception {
        createStream(1);
        byte[] large = new byte[MIB - 3];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) ((i * 31) >>> 3);
        }
        stream().put(SHARD_0, "key", large);
        putTexts(SHARD_0, 0, 1);

        List<StreamRecord> records = read(id(SHARD_0), Position.TRIM_HORIZON, 2, ANY);

        assertThat(records).hasSize(2);
        assertThat(records.get(0).data()).isEqualTo(large);
    }

    @Test
    void aSplitShardIsReadToItsEndAndThenItsChildren() throws Exception {
        assumeTrue(tellsEnds(), "this Kinesis does not tell the end of a shard to such a reader");
        createStream(1);
        putTexts(SHARD_0, 0, 5);
        List<String> children = stream().split(SHARD_0);
        assertThat(children).hasSize(2);
        putTexts(children.get(0), 5, 7);
        putTexts(children.get(1), 7, 9);

        assertThat(texts(readToEnd(id(SHARD_0), Position.TRIM_HORIZON))).isEqualTo(expected(0, 5));
        assertThat(texts(read(id(children.get(0)), Position.TRIM_HORIZON, 2, ANY)))
                .isEqualTo(expected(5, 7));
        assertThat(texts(read(id(children.get(1)), Position.TRIM_HORIZON, 2, ANY)))
                .isEqualTo(expected(7, 9));
    }

    @Test
    void mergedShardsAreReadToTheirEndsAndThenTheirChild() throws Exception {
        assumeTrue(tellsEnds(), "this Kinesis does not tell the end of a shard to such a reader");
        createStream(2);
        putTexts(SHARD_0, 0, 2);
        putTexts(SHARD_1, 2, 4);
        String child = stream().merge(SHARD_0, SHARD_1);
        putTexts(child, 4, 6);

        assertThat(texts(readToEnd(id(SHARD_0), Position.TRIM_HORIZON))).isEqualTo(expected(0, 2));
        assertThat(texts(readToEnd(id(SHARD_1), Position.TRIM_HORIZON))).isEqualTo(expected(2, 4));
        assertThat(texts(read(id(child), Position.TRIM_HORIZON, 2, ANY))).isEqualTo(expected(4, 6));
    }

    @Test
    void aShardThatIsClosedWhileItIsReadEndsAllTheSame() throws Exception {
        assumeTrue(tellsEnds(), "this Kinesis does not tell the end of a shard to such a reader");
        createStream(1);
        List<String> sequences = putTexts(SHARD_0, 0, 3);
        Fetch.Records open = page(id(SHARD_0), Position.TRIM_HORIZON, null, ANY);
        assertThat(open.next()).isNotNull();
        stream().split(SHARD_0);

        Position.After last = new Position.After(SequenceNumber.of(sequences.get(2)));
        Cursor cursor = open.next();
        for (int i = 0; i < PAGES && cursor != null; i++) {
            Fetch.Records page = page(id(SHARD_0), last, cursor, ANY);
            assertThat(page.records()).isEmpty();
            cursor = page.next();
        }
        assertThat(cursor).isNull();
        assertThat(readToEnd(id(SHARD_0), last)).isEmpty();
    }

    @Test
    void anUnknownShardOrStreamIsGone() throws Exception {
        createStream(1);
        if (refusesUnknownShards()) {
            assertThat(fetch(id("shardId-000000009999"), Position.TRIM_HORIZON, null, ANY))
                    .isInstanceOf(Fetch.Gone.class);
        }
        ShardId nowhere = StreamId.of(stream().name() + "-absent").shard(SHARD_0);
        assertThat(fetch(nowhere, Position.TRIM_HORIZON, null, ANY)).isInstanceOf(Fetch.Gone.class);
    }

    @Test
    void anExpiredCursorIsToldAndReadingGoesOnWithoutIt() throws Exception {
        createStream(1);
        putTexts(SHARD_0, 0, 6);
        Fetch.Records first = page(id(SHARD_0), Position.TRIM_HORIZON, null, 2);
        assumeTrue(expireIterators(), "this Kinesis expires iterators only after five minutes");

        Fetch expired = fetch(id(SHARD_0), behind(first, Position.TRIM_HORIZON), first.next(), 2);

        assertThat(expired).isInstanceOf(Fetch.Expired.class);
        assertThat(texts(first.records())).isEqualTo(expected(0, 2));
        assertThat(texts(read(id(SHARD_0), behind(first, Position.TRIM_HORIZON), 4, 2)))
                .isEqualTo(expected(2, 6));
    }

    @Test
    void aggregatesAreFoundAndReadAgainFromTheirStart() throws Exception {
        createStream(1);
        ShardId shard = id(SHARD_0);
        reader = new DeaggregatingReader(reader, Runnable::run, id -> null);
        stream().put(SHARD_0, "a", "before".getBytes(StandardCharsets.UTF_8));
        String sequence = stream().put(SHARD_0, "a", Aggregate.encode(List.of(user("a", "u0"), user("b", "u1"))));
        stream().put(SHARD_0, "a", "behind".getBytes(StandardCharsets.UTF_8));

        List<StreamRecord> all = read(shard, Position.TRIM_HORIZON, 3, ANY);
        assertThat(all).extracting(StreamRecord::parts).containsExactly(1, 2, 1);
        StreamRecord second = all.get(1).part(1);
        assertThat(second.sequence()).isEqualTo(SequenceNumber.of(sequence, 1));
        assertThat(second.partitionKey()).isEqualTo("b");
        assertThat(new String(second.data(), StandardCharsets.UTF_8)).isEqualTo("u1");
        assertThat(second.checkpoint()).isEqualTo(SequenceNumber.of(sequence));

        List<StreamRecord> inside = read(shard, new Position.After(SequenceNumber.of(sequence, 0)), 2, ANY);
        assertThat(inside).extracting(StreamRecord::parts).containsExactly(2, 1);
        assertThat(texts(read(shard, new Position.After(second.checkpoint()), 1, ANY)))
                .containsExactly("behind");
    }

    private static UserRecord user(String key, String text) {
        return new UserRecord(key, text.getBytes(StandardCharsets.UTF_8));
    }
}
