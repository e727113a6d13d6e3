// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.aggregate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AggregateTest {

    private static final HexFormat HEX = HexFormat.of();

    /** Keys a and b, hash key 7; records (a, "one") and (b, hash key 7, "two"), in the words of the format. */
    private static final String MESSAGE =
            "0a0161" + "0a0162" + "120137" + "1a07" + "08001a036f6e65" + "1a09" + "080110001a0374776f";

    private static byte[] sealed(String message) {
        return sealed(HEX.parseHex(message));
    }

    private static byte[] sealed(byte[] message) {
        try {
            ByteArrayOutputStream data = new ByteArrayOutputStream();
            data.writeBytes(HEX.parseHex("f3899ac2"));
            data.writeBytes(message);
            data.writeBytes(MessageDigest.getInstance("MD5").digest(message));
            return data.toByteArray();
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static UserRecord user(String key, String data) {
        return new UserRecord(key, data.getBytes(UTF_8));
    }

    private static List<String> told(Aggregate aggregate) {
        return IntStream.range(0, aggregate.size())
                .mapToObj(aggregate::get)
                .map(record ->
                        record.partitionKey() + "/" + record.explicitHashKey() + "/" + new String(record.data(), UTF_8))
                .toList();
    }

    @Test
    void readsWhatTheFormatSays() {
        assertThat(told(Aggregate.decode(sealed(MESSAGE)))).containsExactly("a/null/one", "b/7/two");
    }

    @Test
    void writesWhatTheFormatSays() {
        byte[] data = Aggregate.encode(List.of(user("a", "one"), new UserRecord("b", "7", "two".getBytes(UTF_8))));
        assertThat(HEX.formatHex(data)).isEqualTo(HEX.formatHex(sealed(MESSAGE)));
    }

    @Test
    void anAggregateOfNothingCannotBeMade() {
        assertThatThrownBy(() -> Aggregate.encode(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatWasWrittenIsReadBack() {
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            List<UserRecord> records = new ArrayList<>();
            for (int i = random.nextInt(50); i >= 0; i--) {
                byte[] data = new byte[random.nextInt(4) == 0 ? 0 : random.nextInt(300)];
                random.nextBytes(data);
                String hashKey = random.nextInt(3) == 0 ? new BigInteger(128, random).toString() : null;
                records.add(new UserRecord("schlüssel-" + random.nextInt(10), hashKey, data));
            }
            Aggregate aggregate = Aggregate.decode(Aggregate.encode(records));
            assertThat(aggregate.size()).isEqualTo(records.size());
            for (int i = 0; i < records.size(); i++) {
                assertThat(aggregate.get(i)).usingRecursiveComparison().isEqualTo(records.get(i));
            }
        }
    }

    @Test
    void thePayloadOfAUserRecordIsACopy() {
        byte[] data = sealed(MESSAGE);
        Aggregate aggregate = Aggregate.decode(data);
        byte[] one = aggregate.get(0).data();
        Arrays.fill(data, (byte) 0);
        assertThat(one).hasSize(3).isEqualTo("one".getBytes(UTF_8));
    }

    static Stream<Arguments> thingsThatAreNone() {
        return Stream.of(
                Arguments.of("nothing", new byte[0]),
                Arguments.of("less than the magic", HEX.parseHex("f3899a")),
                Arguments.of("the magic alone", HEX.parseHex("f3899ac2")),
                Arguments.of("no message", sealed("")),
                Arguments.of("an aggregate of no records", sealed("0a0161")),
                Arguments.of("a key that is not in the table", sealed("0a01611a0708011a036f6e65")),
                Arguments.of("a key before the table", sealed("0a01611a1008ffffffffffffffffff011a036f6e65")),
                Arguments.of("a hash key that is not in the table", sealed("0a01611a09080010001a036f6e65")),
                Arguments.of("a record without a key", sealed("0a01611a051a036f6e65")),
                Arguments.of("a record without data", sealed("0a01611a020800")),
                Arguments.of("a tag without a key", sealed("0a01611a0b08001a036f6e6522021200")),
                Arguments.of("a record that ends too early", sealed("0a01611a0908001a036f6e65")),
                Arguments.of("a length below zero", sealed("0a01611a0f08001affffffffffffffffff016f6e65")),
                Arguments.of("a length without an end", sealed("0a01611affffffffffffffffffffff01")),
                Arguments.of("a field without a number", sealed("0001" + MESSAGE)),
                Arguments.of("an end without a beginning", sealed("24" + MESSAGE)),
                Arguments.of("groups that do not end", sealed(MESSAGE + "23".repeat(10))),
                Arguments.of("groups too deep", sealed(MESSAGE + "23".repeat(5_000) + "24".repeat(5_000))),
                Arguments.of("a kind of field that there is not", sealed("26" + MESSAGE)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("thingsThatAreNone")
    void whatIsNoAggregateIsNull(String what, byte[] data) {
        assertThat(Aggregate.decode(data)).as(what).isNull();
    }

    @ParameterizedTest
    @DisplayName("fields of later versions are passed over")
    @ValueSource(strings = {"2001", "210102030405060708", "2203616263", "230801" + "24", "2501020304"})
    void unknownFieldsArePassedOver(String field) {
        assertThat(told(Aggregate.decode(sealed(field + MESSAGE)))).hasSize(2);
        assertThat(told(Aggregate.decode(sealed(MESSAGE + field)))).hasSize(2);
    }

    @Test
    void tagsAreAllowedAndTheTableMayComeLast() {
        String tagged = "1a0d08001a036f6e6522040a026b31";
        assertThat(told(Aggregate.decode(sealed(tagged + "0a0161")))).containsExactly("a/null/one");
    }

    @Test
    void oneByteMoreOrLessOrOtherIsNoAggregate() {
        byte[] data = sealed(MESSAGE);
        for (int length = 0; length < data.length; length++) {
            assertThat(Aggregate.decode(Arrays.copyOf(data, length))).isNull();
        }
        assertThat(Aggregate.decode(Arrays.copyOf(data, data.length + 1))).isNull();
        for (int bit = 0; bit < 8 * data.length; bit++) {
            byte[] other = data.clone();
            other[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(Aggregate.decode(other)).as("bit %d", bit).isNull();
        }
    }

    @Test
    void messagesOfAnyBytesNeitherThrowNorGrow() {
        Random random = new Random(7);
        byte[] message = HEX.parseHex(MESSAGE);
        int read = 0;
        for (int round = 0; round < 50_000; round++) {
            byte[] other = Arrays.copyOf(message, random.nextInt(2 * message.length));
            for (int i = random.nextInt(4); i > 0 && other.length > 0; i--) {
                other[random.nextInt(other.length)] = (byte) random.nextInt(256);
            }
            Aggregate aggregate = Aggregate.decode(sealed(other));
            if (aggregate != null) {
                read++;
                assertThat(told(aggregate)).hasSize(aggregate.size());
                assertThat(aggregate.memoryBytes()).isLessThan(4L * other.length + 256);
            }
        }
        assertThat(read).as("messages that could still be read").isGreaterThan(100);
    }

    @Test
    void tenMebibytesOfTheSmallestRecordsAreCountedAsTheyAre() {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(HEX.parseHex("0a0161"));
        byte[] smallest = HEX.parseHex("1a0408001a00");
        int count = (10 << 20) / smallest.length - 10;
        for (int i = 0; i < count; i++) {
            message.writeBytes(smallest);
        }
        Aggregate aggregate = Aggregate.decode(sealed(message.toByteArray()));
        assertThat(aggregate.size()).isEqualTo(count);
        assertThat(aggregate.get(count - 1).data()).isEmpty();
        assertThat(aggregate.memoryBytes()).isLessThan(20L << 20);
    }

    @Test
    void aKeyThatKinesisWouldNotAllowIsSharedByItsRecords() {
        String endless = "k".repeat(5_000);
        Aggregate aggregate = Aggregate.decode(Aggregate.encode(List.of(user(endless, "1"), user(endless, "2"))));
        assertThat(aggregate.get(0).partitionKey())
                .isEqualTo(endless)
                .isSameAs(aggregate.get(1).partitionKey());
    }

    @Test
    void countsWhatHashesOutsideARange() {
        // MD5 of "a" begins with 0c, of "b" with 92
        BigInteger half = BigInteger.ONE.shiftLeft(127);
        HashKeyRange lower = new HashKeyRange(BigInteger.ZERO, half.subtract(BigInteger.ONE));
        byte[] data = Aggregate.encode(List.of(
                user("a", "in"),
                user("b", "out"),
                user("b", "out"),
                new UserRecord("b", "0", new byte[0]),
                new UserRecord("a", half.toString(), new byte[0]),
                new UserRecord("a", "no hash key", new byte[0]),
                new UserRecord("a", "9".repeat(100_000), new byte[0])));
        assertThat(Aggregate.decode(data).outside(lower)).isEqualTo(5);
        HashKeyRange all =
                new HashKeyRange(BigInteger.ZERO, BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE));
        assertThat(Aggregate.decode(data).outside(all)).isEqualTo(2);
    }

    @Test
    void noTextOfItShowsAPayload() {
        assertThat(user("secret key", "secret").toString()).doesNotContain("secret");
    }
}
