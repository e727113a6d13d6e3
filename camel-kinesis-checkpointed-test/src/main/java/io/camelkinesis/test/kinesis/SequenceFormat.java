// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

import org.jspecify.annotations.Nullable;

/**
 * How sequence numbers are made: 56 digits = {@code 49}, 16 of the shard's epoch, 20 of the counter in the shard, 18 of
 * the shard's index. The epoch of a child is above that of its parents, so every record of a child is above every
 * record of a parent, and above those of an earlier stream of the same name.
 */
final class SequenceFormat {

    static final int DIGITS = 56;

    private static final String HEAD = "49";
    private static final int EPOCH_AT = 2;
    private static final int COUNTER_AT = 18;
    private static final int INDEX_AT = 38;

    private SequenceFormat() {}

    /**
     * What a number says.
     *
     * @param epoch epoch of its shard
     * @param counter position in its shard; 0 is the shard's start, records begin at 1
     * @param index index of its shard in the stream
     */
    record Parts(long epoch, long counter, long index) {}

    static String format(long epoch, long counter, int index) {
        char[] digits = new char[DIGITS];
        HEAD.getChars(0, EPOCH_AT, digits, 0);
        write(epoch, digits, EPOCH_AT, COUNTER_AT);
        write(counter, digits, COUNTER_AT, INDEX_AT);
        write(index, digits, INDEX_AT, DIGITS);
        return new String(digits);
    }

    private static void write(long value, char[] digits, int from, int to) {
        long rest = value;
        for (int i = to - 1; i >= from; i--) {
            digits[i] = (char) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /** The parts of a number, null when it is none of this service. */
    static @Nullable Parts parse(String sequence) {
        if (sequence.length() != DIGITS || !sequence.startsWith(HEAD)) {
            return null;
        }
        try {
            return new Parts(
                    Long.parseLong(sequence, EPOCH_AT, COUNTER_AT, 10),
                    Long.parseLong(sequence, COUNTER_AT, INDEX_AT, 10),
                    Long.parseLong(sequence, INDEX_AT, DIGITS, 10));
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
