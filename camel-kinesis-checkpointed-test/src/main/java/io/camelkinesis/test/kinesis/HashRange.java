// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * A range of hash keys, both ends included.
 *
 * @param start first hash key, from 0
 * @param end last hash key, to 2^128 - 1
 */
record HashRange(BigInteger start, BigInteger end) {

    static final BigInteger KEYS = BigInteger.ONE.shiftLeft(128);
    static final BigInteger LAST = KEYS.subtract(BigInteger.ONE);

    HashRange {
        if (start.signum() < 0 || end.compareTo(LAST) > 0 || start.compareTo(end) > 0) {
            throw new IllegalArgumentException("No range of hash keys: " + start + " to " + end);
        }
    }

    /** The whole key space in {@code count} ranges of the same size, as far as it divides. */
    static List<HashRange> uniform(int count) {
        List<HashRange> ranges = new ArrayList<>(count);
        BigInteger width = KEYS.divide(BigInteger.valueOf(count));
        for (int i = 0; i < count; i++) {
            BigInteger start = width.multiply(BigInteger.valueOf(i));
            BigInteger end = i == count - 1 ? LAST : start.add(width).subtract(BigInteger.ONE);
            ranges.add(new HashRange(start, end));
        }
        return ranges;
    }

    /** The hash key of a partition key: MD5 of its UTF-8 bytes as an unsigned number. */
    static BigInteger hashOf(String partitionKey) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(partitionKey.getBytes(StandardCharsets.UTF_8));
            return new BigInteger(1, digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has MD5", e);
        }
    }

    boolean contains(BigInteger hash) {
        return hash.compareTo(start) >= 0 && hash.compareTo(end) <= 0;
    }

    /** First key of the upper half; larger than {@link #start} unless the range has one key only. */
    BigInteger middle() {
        return start.add(end).add(BigInteger.ONE).shiftRight(1);
    }

    boolean touches(HashRange other) {
        return end.add(BigInteger.ONE).equals(other.start)
                || other.end.add(BigInteger.ONE).equals(start);
    }

    HashRange with(HashRange other) {
        return new HashRange(start.min(other.start), end.max(other.end));
    }
}
