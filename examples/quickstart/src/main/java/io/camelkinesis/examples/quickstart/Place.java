// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.quickstart;

import java.math.BigInteger;

/**
 * Where a record stands in the stream: that names it.
 *
 * @param shard id of its shard
 * @param sequence its number in the shard; a later one is greater
 */
record Place(String shard, BigInteger sequence) implements Comparable<Place> {

    static Place of(String shard, String sequence) {
        return new Place(shard, new BigInteger(sequence));
    }

    @Override
    public int compareTo(Place other) {
        int byShard = shard.compareTo(other.shard);
        return byShard != 0 ? byShard : sequence.compareTo(other.sequence);
    }

    @Override
    public String toString() {
        return shard + " " + sequence;
    }
}
