// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;

/** Payloads that are bytes already, though not a {@code byte[]}. */
public final class RawBytes {

    private RawBytes() {}

    /** The bytes of a ByteBuffer, from its position to its limit and without moving it, or of SdkBytes; null for all else. */
    public static byte @Nullable [] of(Object body) {
        if (body instanceof SdkBytes bytes) {
            return bytes.asByteArrayUnsafe();
        }
        if (body instanceof ByteBuffer buffer) {
            ByteBuffer own = buffer.duplicate();
            byte[] bytes = new byte[own.remaining()];
            own.get(bytes);
            return bytes;
        }
        return null;
    }
}
