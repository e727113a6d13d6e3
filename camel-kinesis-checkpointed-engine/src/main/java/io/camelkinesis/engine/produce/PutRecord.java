// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.produce;

import org.jspecify.annotations.Nullable;

/**
 * A record to be put.
 *
 * @param partitionKey 1 to 256 characters; records of one key keep their order
 * @param explicitHashKey decimal 128-bit number that chooses the shard in place of the key's hash; null for the key's
 * @param data the payload, byte for byte; not copied
 * @param sizeBytes what the service counts: the payload and the key in UTF-8
 */
public record PutRecord(String partitionKey, @Nullable String explicitHashKey, byte[] data, int sizeBytes) {

    public PutRecord(String partitionKey, @Nullable String explicitHashKey, byte[] data) {
        this(partitionKey, explicitHashKey, data, data.length + utf8Length(partitionKey));
    }

    private static int utf8Length(String text) {
        int length = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                // a surrogate is half of a character of four bytes
                length += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
            }
        }
        return length;
    }

    /** Neither payload nor key. */
    @Override
    public String toString() {
        return "PutRecord[" + sizeBytes + " bytes]";
    }
}
