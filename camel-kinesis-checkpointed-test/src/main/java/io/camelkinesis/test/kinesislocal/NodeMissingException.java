// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesislocal;

import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/** This machine cannot run kinesis-local. */
final class NodeMissingException extends Exception {

    private static final long serialVersionUID = 1L;

    NodeMissingException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** What a test does about it: be skipped, or fail where the machine is expected to have it. */
    RuntimeException asOutcomeOfTest(boolean ci) {
        if (ci) {
            return new IllegalStateException("CI=true demands kinesis-local. " + getMessage(), this);
        }
        return new TestAbortedException(getMessage(), this);
    }
}
