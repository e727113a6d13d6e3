// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

import io.camelkinesis.engine.model.SequenceNumber;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A record of the model, for a test to look at.
 *
 * @param shard id of its shard
 * @param sequence its place in the shard
 * @param partitionKey the key
 * @param data the payload; not copied, not to be changed
 * @param arrival when it arrived
 */
public record StoredRecord(String shard, SequenceNumber sequence, String partitionKey, byte[] data, Instant arrival) {

    /** The payload as UTF-8. */
    public String text() {
        return new String(data, StandardCharsets.UTF_8);
    }

    /** Never the payload. */
    @Override
    public String toString() {
        return "StoredRecord[" + shard + ", " + sequence + ", " + data.length + " bytes]";
    }
}
