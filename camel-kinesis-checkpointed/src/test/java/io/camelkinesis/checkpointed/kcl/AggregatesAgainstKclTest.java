// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.kcl;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.camelkinesis.engine.aggregate.Aggregate;
import io.camelkinesis.engine.aggregate.HashKeyRange;
import io.camelkinesis.engine.aggregate.UserRecord;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import software.amazon.kinesis.retrieval.KinesisClientRecord;
import software.amazon.kinesis.retrieval.kpl.Messages.AggregatedRecord;
import software.amazon.kinesis.retrieval.kpl.Messages.Record;
import software.amazon.kinesis.retrieval.kpl.Messages.Tag;

/** Our reader and writer of aggregates, held against those of Amazon's client library. */
class AggregatesAgainstKclTest {

    private static final byte[] MAGIC = HexFormat.of().parseHex("f3899ac2");

    private final Random random = new Random(20_261_121);

    private List<UserRecord> records(int most) {
        List<UserRecord> records = new ArrayList<>();
        for (int i = random.nextInt(most); i >= 0; i--) {
            byte[] data = new byte[random.nextInt(5) == 0 ? 0 : random.nextInt(200)];
            random.nextBytes(data);
            String hashKey = random.nextInt(3) == 0 ? new BigInteger(128, random).toString() : null;
            records.add(new UserRecord("ключ-" + random.nextInt(8), hashKey, data));
        }
        return records;
    }

    /** The message as the reference implementation of protocol buffers writes it. */
    private static byte[] reference(List<UserRecord> records, boolean tagged) {
        Map<String, Integer> keys = new LinkedHashMap<>();
        Map<String, Integer> hashKeys = new LinkedHashMap<>();
        AggregatedRecord.Builder message = AggregatedRecord.newBuilder();
        for (UserRecord user : records) {
            Record.Builder record = Record.newBuilder().setData(ByteString.copyFrom(user.data()));
            record.setPartitionKeyIndex(keys.computeIfAbsent(user.partitionKey(), key -> keys.size()));
            if (user.explicitHashKey() != null) {
                record.setExplicitHashKeyIndex(
                        hashKeys.computeIfAbsent(user.explicitHashKey(), key -> hashKeys.size()));
            }
            if (tagged) {
                record.addTags(Tag.newBuilder().setKey("k").setValue("v"));
            }
            message.addRecords(record);
        }
        message.addAllPartitionKeyTable(keys.keySet());
        message.addAllExplicitHashKeyTable(hashKeys.keySet());
        return message.build().toByteArray();
    }

    private static byte[] sealed(byte[] message) {
        try {
            ByteArrayOutputStream data = new ByteArrayOutputStream();
            data.writeBytes(MAGIC);
            data.writeBytes(message);
            data.writeBytes(MessageDigest.getInstance("MD5").digest(message));
            return data.toByteArray();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void writesTheSameBytesAsTheReferenceImplementation() {
        for (int round = 0; round < 300; round++) {
            List<UserRecord> records = records(300);
            assertThat(Aggregate.encode(records)).isEqualTo(sealed(reference(records, false)));
        }
    }

    @Test
    void kclReadsWhatWasWritten() {
        for (int round = 0; round < 300; round++) {
            List<UserRecord> records = records(30);
            assertSame(Kcl.deliver(Aggregate.encode(records), Kcl.ALL), Aggregate.decode(Aggregate.encode(records)));
        }
    }

    @Test
    void readsWhatTheReferenceImplementationWritesTagsIncluded() {
        for (int round = 0; round < 300; round++) {
            byte[] data = sealed(reference(records(30), true));
            assertSame(Kcl.deliver(data, Kcl.ALL), Aggregate.decode(data));
        }
    }

    @Test
    void whateverIsDamagedIsTreatedAsKclTreatsItOrDeliveredWhereKclDropsIt() {
        int apart = 0;
        int whole = 0;
        int droppedByKcl = 0;
        for (int round = 0; round < 30_000; round++) {
            byte[] data = damaged();
            List<KinesisClientRecord> kcl = Kcl.deliver(data, Kcl.ALL);
            Aggregate ours = Aggregate.decode(data);
            if (ours != null) {
                apart++;
                if (outside(ours) == 0) {
                    assertSame(kcl, ours);
                }
            } else if (kcl.size() == 1 && !kcl.get(0).aggregated()) {
                whole++;
                assertThat(Kcl.bytes(kcl.get(0))).isEqualTo(data);
            } else {
                // it has read the message, and left out what names a key that is not there, or there was no record
                droppedByKcl++;
                assertThat(kcl.size()).isLessThan(Math.max(1, recordsOf(data)));
            }
        }
        assertThat(List.of(apart, whole, droppedByKcl))
                .as("taken apart by both; whole by both; dropped by KCL, whole by ours")
                .allMatch(count -> count > 100);
    }

    /** A hash key that is none, or too large, lies outside of everything. */
    private static int outside(Aggregate aggregate) {
        return aggregate.outside(Kcl.ALL);
    }

    private static int recordsOf(byte[] data) {
        try {
            return AggregatedRecord.parseFrom(Arrays.copyOfRange(data, MAGIC.length, data.length - 16))
                    .getRecordsCount();
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError("KCL has read it", e);
        }
    }

    /** An aggregate with bits turned, cut off, or with other bytes in it; now and then the checksum is not made right. */
    private byte[] damaged() {
        byte[] message = reference(records(6), random.nextBoolean());
        byte[] other = random.nextInt(4) == 0 ? Arrays.copyOf(message, random.nextInt(message.length + 3)) : message;
        for (int i = random.nextInt(4); i > 0 && other.length > 0; i--) {
            int at = random.nextInt(Math.min(other.length, 60));
            other[at] = random.nextBoolean() ? (byte) (other[at] ^ 1 << random.nextInt(8)) : (byte) random.nextInt(256);
        }
        byte[] data = sealed(other);
        if (random.nextInt(10) == 0) {
            data[random.nextInt(data.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return random.nextInt(20) == 0 ? Arrays.copyOf(data, random.nextInt(data.length)) : data;
    }

    @Test
    void whatKclDropsBecauseItHashesOutsideTheShardIsDeliveredAndCounted() {
        HashKeyRange half =
                new HashKeyRange(BigInteger.ZERO, BigInteger.ONE.shiftLeft(127).subtract(BigInteger.ONE));
        int dropped = 0;
        for (int round = 0; round < 2_000; round++) {
            List<UserRecord> records = records(10);
            byte[] data = Aggregate.encode(records);
            List<KinesisClientRecord> kcl = Kcl.deliver(data, half);
            Aggregate ours = Aggregate.decode(data);
            assertThat(ours.size()).isEqualTo(records.size());
            assertThat(ours.outside(half) == 0)
                    .as("%d of %d outside, KCL delivers %d", ours.outside(half), records.size(), kcl.size())
                    .isEqualTo(kcl.size() == records.size());
            dropped += records.size() - kcl.size();
        }
        assertThat(dropped).isGreaterThan(1_000);
    }

    private static void assertSame(List<KinesisClientRecord> kcl, Aggregate ours) {
        assertThat(ours.size()).isEqualTo(kcl.size());
        for (int i = 0; i < kcl.size(); i++) {
            UserRecord user = ours.get(i);
            assertThat(user.partitionKey()).isEqualTo(kcl.get(i).partitionKey());
            assertThat(user.explicitHashKey()).isEqualTo(kcl.get(i).explicitHashKey());
            assertThat(user.data()).isEqualTo(Kcl.bytes(kcl.get(i)));
            assertThat(kcl.get(i).subSequenceNumber()).isEqualTo(i);
        }
    }
}
