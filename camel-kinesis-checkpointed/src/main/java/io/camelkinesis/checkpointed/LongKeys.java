// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

/** What becomes of a partition key that is longer than Kinesis takes. */
public enum LongKeys {
    /** Its SHA-256 in hexadecimal digits is used instead: equal keys stay equal. */
    HASH,
    /** The exchange fails. */
    FAIL
}
