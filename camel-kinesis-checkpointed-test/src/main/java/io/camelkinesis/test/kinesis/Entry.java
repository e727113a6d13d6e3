// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

/**
 * A record as a shard keeps it.
 *
 * @param arrivalMillis when it arrived, wall clock
 * @param key partition key
 * @param keyBytes length of the key in UTF-8
 * @param data payload; never changed after it was stored
 */
record Entry(long arrivalMillis, String key, int keyBytes, byte[] data) {

    /** What it counts with against limits in bytes. */
    long size() {
        return (long) data.length + keyBytes;
    }

    /** Never the payload. */
    @Override
    public String toString() {
        return "Entry[" + data.length + " bytes at " + arrivalMillis + "]";
    }
}
