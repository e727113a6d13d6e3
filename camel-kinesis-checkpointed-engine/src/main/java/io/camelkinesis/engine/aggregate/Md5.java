// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.aggregate;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The checksum at the end of an aggregate, and the hash of a partition key. */
final class Md5 {

    static final int LENGTH = 16;

    private Md5() {}

    static byte[] of(byte[] bytes, int from, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            digest.update(bytes, from, length);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has MD5", e);
        }
    }
}
