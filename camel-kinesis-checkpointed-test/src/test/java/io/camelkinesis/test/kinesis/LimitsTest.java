// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

import static io.camelkinesis.test.kinesis.ModelFixture.SHARD_0;
import static io.camelkinesis.test.kinesis.ModelFixture.STREAM;
import static io.camelkinesis.test.kinesis.ModelFixture.entries;
import static io.camelkinesis.test.kinesis.ModelFixture.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.ValidationException;

class LimitsTest {

    private static final int MIB = 1 << 20;

    private final ModelFixture model = new ModelFixture(1);

    private static String keyOf(int length) {
        return "k".repeat(length);
    }

    @Test
    void aCallTakes500Records() {
        assertThat(model.put(entries(500, 1)).failedRecordCount()).isZero();
        assertThatThrownBy(() -> model.put(entries(501, 1)))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("less than or equal to 500");
        assertThatThrownBy(model::put).isInstanceOf(ValidationException.class);
        assertThat(model.kinesis.records(STREAM)).hasSize(500);
    }

    @Test
    void aCallTakes10MibKeysIncluded() {
        PutRecordsRequestEntry[] full = new PutRecordsRequestEntry[10];
        Arrays.fill(full, entry(keyOf(10), MIB - 10));
        model.put(full);

        PutRecordsRequestEntry[] over = Arrays.copyOf(full, 11);
        over[10] = entry("k", 0);

        assertThatThrownBy(() -> model.put(over))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("10485761 bytes");
        assertThat(model.kinesis.records(STREAM)).hasSize(10);
    }

    @Test
    void aRecordIsAtMost1MibKeyIncludedAndOneTooLargeFailsTheCall() {
        model.put(entry(keyOf(6), MIB - 6));
        assertThatThrownBy(() -> model.put(entry("small", 1), entry(keyOf(6), MIB - 5), entry("small", 1)))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("1048577 bytes");
        assertThat(model.kinesis.records(STREAM)).hasSize(1);
    }

    @Test
    void aStreamMayTakeLargerRecords() {
        model.client.updateMaxRecordSize(
                b -> b.streamARN(model.kinesis.arnOf(STREAM)).maxRecordSizeInKiB(10_240));
        model.put(entry("k", 10 * MIB - 1));

        assertThatThrownBy(() -> model.put(entry("k", 10 * MIB))).isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> model.put(entry("k", 10 * MIB + 1))).isInstanceOf(ValidationException.class);
        assertThat(model.client
                        .describeStreamSummary(b -> b.streamName(STREAM))
                        .streamDescriptionSummary()
                        .maxRecordSizeInKiB())
                .isEqualTo(10_240);
        assertThatThrownBy(() -> model.client.updateMaxRecordSize(
                        b -> b.streamARN(model.kinesis.arnOf(STREAM)).maxRecordSizeInKiB(10_241)))
                .isInstanceOf(ValidationException.class);
    }

    @Test
    void aKeyHas1To256Characters() {
        model.put(entry(keyOf(256), 1), entry("k", 1));
        assertThatThrownBy(() -> model.put(entry(keyOf(257), 1)))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("records.1.member.partitionKey");
        assertThatThrownBy(() -> model.put(entry("", 1))).isInstanceOf(ValidationException.class);
        assertThatThrownBy(() -> model.put(entry(null, 1))).isInstanceOf(ValidationException.class);
    }

    @Test
    void anAnswerHoldsAtMost10Mib() {
        PutRecordsRequestEntry[] full = new PutRecordsRequestEntry[8];
        Arrays.fill(full, entry("k", MIB - 1));
        model.put(full);
        model.put(full);

        GetRecordsResponse first = model.read(model.iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON));
        GetRecordsResponse second = model.read(first.nextShardIterator());

        assertThat(first.records()).hasSize(10);
        assertThat(second.records()).hasSize(6);
    }

    @Test
    void anAnswerHoldsAtMost10000Records() {
        for (int i = 0; i < 21; i++) {
            model.put(entries(500, 1));
        }
        assertThat(model.read(model.iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON))
                        .records())
                .hasSize(10_000);
    }

    @Test
    void fiveReadsASecond() {
        model.kinesis.throttling(true);
        String iterator = model.iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON);
        for (int i = 0; i < 5; i++) {
            model.time.advance(Duration.ofMillis(100));
            model.read(iterator);
        }
        model.time.advance(Duration.ofMillis(599));
        assertThatThrownBy(() -> model.read(iterator))
                .isInstanceOf(ProvisionedThroughputExceededException.class)
                .hasMessageContaining("Rate exceeded for shard " + SHARD_0 + " in stream " + STREAM);

        model.time.advance(Duration.ofMillis(1));
        model.read(iterator);

        assertThat(model.kinesis.calls(Operation.GET_RECORDS)).isEqualTo(7);
        assertThat(model.kinesis.throttled(Operation.GET_RECORDS)).isEqualTo(1);
    }

    @Test
    void fiveIteratorsASecond() {
        model.kinesis.throttling(true);
        for (int i = 0; i < 5; i++) {
            model.iterator(SHARD_0, ShardIteratorType.LATEST);
        }
        assertThatThrownBy(() -> model.iterator(SHARD_0, ShardIteratorType.LATEST))
                .isInstanceOf(ProvisionedThroughputExceededException.class);
    }

    @Test
    void anAnswerOf10MibBlocksTheNextFiveSeconds() {
        PutRecordsRequestEntry[] full = new PutRecordsRequestEntry[10];
        Arrays.fill(full, entry("k", MIB - 1));
        model.put(full);
        model.kinesis.throttling(true);
        String iterator = model.iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON);
        String next = model.read(iterator).nextShardIterator();

        model.time.advance(Duration.ofMillis(4_990));
        assertThatThrownBy(() -> model.read(next)).isInstanceOf(ProvisionedThroughputExceededException.class);

        model.time.advance(Duration.ofMillis(10));
        assertThat(model.read(next).records()).isEmpty();
    }

    @Test
    void aShardTakes1000RecordsASecondAndTellsWhichItRefused() {
        model.kinesis.throttling(true);
        model.put(entries(500, 1));
        model.put(entries(400, 1));

        PutRecordsResponse third = model.put(entries(300, 1));

        assertThat(third.failedRecordCount()).isEqualTo(200);
        assertThat(third.records().subList(0, 100)).allMatch(r -> r.errorCode() == null);
        PutRecordsResultEntry refused = third.records().get(100);
        assertThat(refused.errorCode()).isEqualTo("ProvisionedThroughputExceededException");
        assertThat(refused.errorMessage()).contains(SHARD_0).contains(STREAM);
        assertThat(refused.sequenceNumber()).isNull();
        assertThat(model.kinesis.records(STREAM)).hasSize(1_000);
        model.time.advance(Duration.ofMillis(500));
        assertThat(model.put(entries(500, 1)).failedRecordCount()).isZero();
    }

    @Test
    void aShardTakes1MibASecond() {
        model.kinesis.throttling(true);
        assertThat(model.put(entry("kkkk", MIB / 2 - 4), entry("kkkk", MIB / 2 - 4), entry("k", 1))
                        .failedRecordCount())
                .isEqualTo(1);
        model.time.advance(Duration.ofMillis(250));
        assertThat(model.put(entry("kkkk", MIB / 4 - 4)).failedRecordCount()).isZero();
        assertThat(model.put(entry("k", 1)).failedRecordCount()).isEqualTo(1);
    }

    @Test
    void aLargeRecordIsTakenInABurstAndPaidBack() {
        model.client.updateMaxRecordSize(
                b -> b.streamARN(model.kinesis.arnOf(STREAM)).maxRecordSizeInKiB(10_240));
        model.kinesis.throttling(true);
        assertThat(model.put(entry("k", 5 * MIB)).failedRecordCount()).isZero();
        model.time.advance(Duration.ofSeconds(4));
        assertThat(model.put(entry("k", 1)).failedRecordCount()).isEqualTo(1);
        model.time.advance(Duration.ofMillis(1));
        assertThat(model.put(entry("k", 1)).failedRecordCount()).isZero();
    }
}
