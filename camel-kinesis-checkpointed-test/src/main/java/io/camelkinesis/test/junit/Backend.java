// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.junit;

/** Which Kinesis a test gets. */
public enum Backend {
    /** The test kit's own model: fast, with limits, faults and a clock that a test moves. */
    IN_MEMORY,
    /** kinesis-local in a child process: other people's code behind HTTP. Needs Node. */
    KINESIS_LOCAL
}
