// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * What a shard iterator says, so that the model needs to remember none.
 *
 * @param stream name of the stream
 * @param incarnation which stream of that name
 * @param shard id of the shard
 * @param position counter of the next record
 * @param issuedNanos when it was handed out, on the model's monotonic clock
 * @param generation how often iterators had been made to expire by then
 */
record IteratorToken(String stream, long incarnation, String shard, long position, long issuedNanos, long generation) {

    private static final String MARK = "camel-kinesis-iterator/1";
    private static final String SEPARATOR = "\n";
    private static final int FIELDS = 7;

    String encode() {
        String text = String.join(
                SEPARATOR,
                MARK,
                stream,
                Long.toString(incarnation),
                shard,
                Long.toString(position),
                Long.toString(issuedNanos),
                Long.toString(generation));
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The same iterator further on. */
    IteratorToken at(long next, long nanos, long currentGeneration) {
        return new IteratorToken(stream, incarnation, shard, next, nanos, currentGeneration);
    }

    static IteratorToken decode(String encoded) {
        try {
            String text = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            String[] fields = text.split(SEPARATOR, -1);
            if (fields.length != FIELDS || !fields[0].equals(MARK)) {
                throw Errors.invalid("Invalid ShardIterator.");
            }
            return new IteratorToken(
                    fields[1],
                    Long.parseLong(fields[2]),
                    fields[3],
                    Long.parseLong(fields[4]),
                    Long.parseLong(fields[5]),
                    Long.parseLong(fields[6]));
        } catch (IllegalArgumentException e) {
            throw Errors.invalid("Invalid ShardIterator.");
        }
    }
}
