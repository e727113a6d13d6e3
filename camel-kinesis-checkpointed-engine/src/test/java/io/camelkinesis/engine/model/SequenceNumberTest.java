// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SequenceNumberTest {

    private static final String LONG_ONE = "49590338271490256608559692538361571095921575989136588898";

    @ParameterizedTest
    @CsvSource({"9, 10", "99, 100", "10, 11", "0, 1", "8" + LONG_ONE + ", 9" + LONG_ONE, "7, " + LONG_ONE})
    void isOrderedAsNumberNotAsText(String smaller, String greater) {
        assertThat(SequenceNumber.of(smaller)).isLessThan(SequenceNumber.of(greater));
        assertThat(SequenceNumber.of(greater)).isGreaterThan(SequenceNumber.of(smaller));
    }

    @Test
    void ordersAndEqualsAsBigIntegersDo() {
        for (long seed = 1; seed <= 2_000; seed++) {
            Random random = new Random(seed);
            String a = digits(random);
            String b = random.nextInt(3) == 0 ? "0" + a : digits(random);
            SequenceNumber x = number(a, random);
            SequenceNumber y = number(b, random);
            int byDigits = new BigInteger(a).compareTo(new BigInteger(b));
            int expected = byDigits != 0 ? byDigits : Long.compare(sub(x), sub(y));
            assertThat(Integer.signum(x.compareTo(y)))
                    .as("seed %d: %s, %s", seed, x, y)
                    .isEqualTo(expected);
            assertThat(x.equals(y)).as("seed %d: %s, %s", seed, x, y).isEqualTo(expected == 0);
            assertThat(x.hashCode() == y.hashCode() || expected != 0)
                    .as("seed %d: hash", seed)
                    .isTrue();
            assertThat(new BigInteger(x.digits())).isEqualTo(new BigInteger(a));
        }
    }

    private static String digits(Random random) {
        StringBuilder digits = new StringBuilder("0".repeat(random.nextInt(3)));
        int length = 1 + random.nextInt(random.nextBoolean() ? 2 : 60);
        for (int i = 0; i < length; i++) {
            digits.append(random.nextInt(10));
        }
        return digits.toString();
    }

    private static SequenceNumber number(String digits, Random random) {
        return random.nextBoolean() ? SequenceNumber.of(digits) : SequenceNumber.of(digits, random.nextInt(3));
    }

    private static long sub(SequenceNumber number) {
        return number.isPartial() ? number.subSequence() : Long.MAX_VALUE;
    }

    @Test
    void aRecordAsAWholeComesAfterItsUserRecordsAndBeforeTheNextRecord() {
        assertThat(SequenceNumber.of("7", 0)).isLessThan(SequenceNumber.of("7", 1));
        assertThat(SequenceNumber.of("7", 1)).isLessThan(SequenceNumber.of("7"));
        assertThat(SequenceNumber.of("7")).isLessThan(SequenceNumber.of("8", 0));
        assertThat(SequenceNumber.of("7", 3).whole()).isEqualTo(SequenceNumber.of("7"));
    }

    @ParameterizedTest
    @CsvSource({"007, 7", "0, 0", "000, 0", "0100, 100"})
    void leadingZerosMeanNothing(String written, String canonical) {
        assertThat(SequenceNumber.of(written)).isEqualTo(SequenceNumber.of(canonical));
        assertThat(SequenceNumber.of(written).digits()).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-1", "+1", "1.0", "1e3", " 1", "1 ", "0x1f", "LATEST", "\u0661", "12a"})
    void anythingButDigitsIsRefusedAndNamed(String garbage) {
        assertThatThrownBy(() -> SequenceNumber.of(garbage))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 128 decimal digits")
                .hasMessageContaining("'" + garbage + "'");
    }

    @Test
    void tooManyDigitsAreRefusedAndNotPrintedInFull() {
        assertThat(SequenceNumber.of("9".repeat(128)).digits()).hasSize(128);
        assertThatThrownBy(() -> SequenceNumber.of("9".repeat(100_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(300));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE})
    void aSubSequenceStartsAtZero(long sub) {
        assertThatThrownBy(() -> SequenceNumber.of("7", sub)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aWholeRecordHasNoSubSequence() {
        assertThat(SequenceNumber.of("7").isPartial()).isFalse();
        assertThat(SequenceNumber.of("7", 0).isPartial()).isTrue();
        assertThat(SequenceNumber.of("7", 5).subSequence()).isEqualTo(5);
        assertThatThrownBy(() -> SequenceNumber.of("7").subSequence()).isInstanceOf(IllegalStateException.class);
    }
}
