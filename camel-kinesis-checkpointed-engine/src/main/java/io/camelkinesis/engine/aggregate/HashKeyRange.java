// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.aggregate;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The hash keys that a shard takes records of, both ends included.
 *
 * @param start first hash key, from 0
 * @param end last hash key, to 2^128 - 1
 */
public record HashKeyRange(BigInteger start, BigInteger end) {

    /** Digits of the largest hash key; a longer number is none, and reading it would take time without bound. */
    private static final int MOST_DIGITS = 39;

    /**
     * Whether a record would be put into this range.
     *
     * @param explicitHashKey what its producer gave; one that is no hash key lies in no range
     */
    public boolean contains(String partitionKey, @Nullable String explicitHashKey) {
        if (explicitHashKey == null) {
            byte[] key = partitionKey.getBytes(StandardCharsets.UTF_8);
            return contains(new BigInteger(1, Md5.of(key, 0, key.length)));
        }
        return isDecimal(explicitHashKey) && contains(new BigInteger(explicitHashKey));
    }

    private boolean contains(BigInteger hash) {
        return hash.compareTo(start) >= 0 && hash.compareTo(end) <= 0;
    }

    private static boolean isDecimal(String text) {
        return !text.isEmpty() && text.length() <= MOST_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
