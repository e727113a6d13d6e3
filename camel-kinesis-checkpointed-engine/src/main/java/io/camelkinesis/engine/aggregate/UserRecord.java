// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.aggregate;

import org.jspecify.annotations.Nullable;

/**
 * One record of an aggregate, as its producer gave it.
 *
 * @param partitionKey the key
 * @param explicitHashKey the decimal hash key that the producer gave instead of the key's own, null when it gave none
 * @param data the payload, byte for byte; owned by this record
 */
public record UserRecord(String partitionKey, @Nullable String explicitHashKey, byte[] data) {

    /** A record that is placed by its partition key. */
    public UserRecord(String partitionKey, byte[] data) {
        this(partitionKey, null, data);
    }

    /** Never the payload. */
    @Override
    public String toString() {
        return "UserRecord[" + data.length + " bytes]";
    }
}
