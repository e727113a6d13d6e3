// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

/** What a look at a stream fails with, for tests of what is said of it. */
public final class FailedLook {

    private FailedLook() {}

    public static RuntimeException because(Throwable cause) {
        return new KinesisStreamException("Stream orders cannot be looked at: " + ServiceFailure.text(cause), cause);
    }
}
