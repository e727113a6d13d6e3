// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

import static io.camelkinesis.test.kinesis.ModelFixture.SHARD_0;
import static io.camelkinesis.test.kinesis.ModelFixture.STREAM;
import static io.camelkinesis.test.kinesis.ModelFixture.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.ValidationException;

class ReadingTest {

    private final ModelFixture model = new ModelFixture(1);

    private List<StoredRecord> putEverySecond(int count) {
        List<StoredRecord> stored = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            stored.add(model.kinesis.put(STREAM, "k" + i, "r" + i));
            model.time.advance(Duration.ofSeconds(1));
        }
        return stored;
    }

    @Test
    void everyIteratorTypeBeginsWhereItSays() {
        List<StoredRecord> stored = putEverySecond(5);
        String third = stored.get(2).sequence().digits();
        String latest = model.iterator(SHARD_0, ShardIteratorType.LATEST);
        model.kinesis.put(STREAM, "k", "new");

        assertThat(texts(model.read(model.iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON))))
                .containsExactly("r0", "r1", "r2", "r3", "r4", "new");
        assertThat(texts(model.read(latest))).containsExactly("new");
        assertThat(texts(model.read(model.iterator(SHARD_0, ShardIteratorType.AT_SEQUENCE_NUMBER, third))))
                .startsWith("r2", "r3");
        assertThat(texts(model.read(model.iterator(SHARD_0, ShardIteratorType.AFTER_SEQUENCE_NUMBER, third))))
                .startsWith("r3", "r4");
        assertThat(texts(model.read(at(stored.get(3).arrival())))).containsExactly("r3", "r4", "new");
        assertThat(texts(model.read(at(stored.get(3).arrival().plusMillis(1))))).containsExactly("r4", "new");
        assertThat(texts(model.read(at(Instant.EPOCH)))).hasSize(6);
    }

    private String at(Instant timestamp) {
        return model.client
                .getShardIterator(b -> b.streamName(STREAM)
                        .shardId(SHARD_0)
                        .shardIteratorType(ShardIteratorType.AT_TIMESTAMP)
                        .timestamp(timestamp))
                .shardIterator();
    }

    @Test
    void aTimestampInTheFutureIsRefused() {
        assertThatThrownBy(() -> at(model.time.now().plusMillis(1)))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("cannot be greater than the currentTimestampInMillis");
    }

    @Test
    void theStartOfAShardIsASequenceNumberThatMayBeUsed() {
        putEverySecond(2);
        String start = model.client
                .listShards(b -> b.streamName(STREAM))
                .shards()
                .get(0)
                .sequenceNumberRange()
                .startingSequenceNumber();

        assertThat(texts(model.read(model.iterator(SHARD_0, ShardIteratorType.AT_SEQUENCE_NUMBER, start))))
                .containsExactly("r0", "r1");
    }

    @Test
    void aForeignSequenceNumberIsRefused() {
        putEverySecond(1);
        model.kinesis.createStream("other", 2);
        StoredRecord foreign = model.kinesis.put("other", "k", "x");

        assertThatThrownBy(() -> model.iterator(
                        SHARD_0,
                        ShardIteratorType.AFTER_SEQUENCE_NUMBER,
                        foreign.sequence().digits()))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("did not come from this stream");
        assertThatThrownBy(() -> model.iterator(SHARD_0, ShardIteratorType.AFTER_SEQUENCE_NUMBER, "12"))
                .isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> model.iterator(SHARD_0, ShardIteratorType.AFTER_SEQUENCE_NUMBER))
                .isInstanceOf(InvalidArgumentException.class);
    }

    @Test
    void pagesNeitherRepeatNorLose() {
        putEverySecond(25);
        List<String> seen = new ArrayList<>();
        String iterator = model.iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON);
        for (int i = 0; i < 4; i++) {
            GetRecordsResponse response = model.read(iterator, 7);
            seen.addAll(texts(response));
            iterator = response.nextShardIterator();
        }
        assertThat(seen).hasSize(25).doesNotHaveDuplicates();
        assertThat(model.read(iterator).records()).isEmpty();
        model.kinesis.put(STREAM, "k", "late");
        assertThat(texts(model.read(iterator))).containsExactly("late");
    }

    @Test
    void millisBehindLatestIsTheAgeOfTheNextRecordAndZeroAtTheTip() {
        putEverySecond(3);

        GetRecordsResponse first = model.read(model.iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON), 1);
        GetRecordsResponse rest = model.read(first.nextShardIterator());

        assertThat(first.millisBehindLatest()).isEqualTo(2_000);
        assertThat(rest.millisBehindLatest()).isZero();
    }

    @Test
    void anIteratorLivesFor300Seconds() {
        String iterator = model.iterator(SHARD_0, ShardIteratorType.LATEST);
        model.time.advance(Duration.ofSeconds(300));
        String next = model.read(iterator).nextShardIterator();

        model.time.advance(Duration.ofNanos(1));

        assertThatThrownBy(() -> model.read(iterator))
                .isInstanceOf(ExpiredIteratorException.class)
                .hasMessageContaining("300000 milliseconds");
        assertThat(model.read(next).nextShardIterator()).isNotNull();
    }

    @Test
    void iteratorsCanBeMadeToExpire() {
        String iterator = model.iterator(SHARD_0, ShardIteratorType.LATEST);
        model.kinesis.expireIterators();

        assertThatThrownBy(() -> model.read(iterator)).isInstanceOf(ExpiredIteratorException.class);
        assertThat(model.read(model.iterator(SHARD_0, ShardIteratorType.LATEST)).records())
                .isEmpty();
    }

    @Test
    void nonsenseIsRefused() {
        String iterator = model.iterator(SHARD_0, ShardIteratorType.LATEST);
        assertThatThrownBy(() -> model.read("nonsense")).isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> model.read(iterator.substring(4))).isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> model.read(iterator, 10_001)).isInstanceOf(ValidationException.class);
        assertThatThrownBy(() -> model.read(iterator, 0)).isInstanceOf(ValidationException.class);
        assertThatThrownBy(() -> model.iterator("shardId-000000000009", ShardIteratorType.LATEST))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("shardId-000000000009");
    }

    @Test
    void anIteratorOfADeletedStreamIsOfNoUseForItsSuccessor() {
        String iterator = model.iterator(SHARD_0, ShardIteratorType.LATEST);
        StoredRecord before = model.kinesis.put(STREAM, "k", "old");
        model.client.deleteStream(b -> b.streamName(STREAM));
        assertThatThrownBy(() -> model.read(iterator)).isInstanceOf(ResourceNotFoundException.class);

        model.kinesis.createStream(STREAM, 1);

        assertThatThrownBy(() -> model.read(iterator)).isInstanceOf(ResourceNotFoundException.class);
        assertThat(model.kinesis.put(STREAM, "k", "new").sequence()).isGreaterThan(before.sequence());
    }

    @Test
    void recordsLeaveWithTheRetentionPeriod() {
        putEverySecond(3);
        String start = model.iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON);
        model.time.advance(Duration.ofHours(24).minusSeconds(2));

        assertThat(model.kinesis.records(STREAM, SHARD_0))
                .extracting(StoredRecord::text)
                .containsExactly("r1", "r2");
        assertThatThrownBy(() -> model.read(start)).isInstanceOf(ExpiredIteratorException.class);
        assertThat(texts(model.read(model.iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON))))
                .containsExactly("r1", "r2");
        assertThat(texts(model.read(model.iterator(SHARD_0, ShardIteratorType.AT_SEQUENCE_NUMBER, firstEver()))))
                .containsExactly("r1", "r2");
    }

    private String firstEver() {
        return model.client
                .listShards(b -> b.streamName(STREAM))
                .shards()
                .get(0)
                .sequenceNumberRange()
                .startingSequenceNumber();
    }

    @Test
    void aLongerRetentionKeepsThem() {
        model.client.increaseStreamRetentionPeriod(b -> b.streamName(STREAM).retentionPeriodHours(48));
        putEverySecond(1);
        model.time.advance(Duration.ofHours(47));
        assertThat(model.kinesis.records(STREAM)).hasSize(1);

        model.client.decreaseStreamRetentionPeriod(b -> b.streamName(STREAM).retentionPeriodHours(24));

        assertThat(model.kinesis.records(STREAM)).isEmpty();
        assertThatThrownBy(() -> model.client.increaseStreamRetentionPeriod(
                        b -> b.streamName(STREAM).retentionPeriodHours(9_000)))
                .isInstanceOf(ValidationException.class);
    }
}
