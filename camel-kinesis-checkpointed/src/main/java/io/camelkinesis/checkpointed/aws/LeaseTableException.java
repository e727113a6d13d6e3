// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

/** The lease table cannot be used. The message says which table, where, what is wrong and what to do. */
public final class LeaseTableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LeaseTableException(String message) {
        super(message);
    }

    LeaseTableException(String message, Throwable cause) {
        super(message, cause);
    }
}
