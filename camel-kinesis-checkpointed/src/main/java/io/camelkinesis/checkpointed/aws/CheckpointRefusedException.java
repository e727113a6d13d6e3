// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

/**
 * A checkpoint could not be moved together with the writes of a route, because the lease is not held any more under the
 * epoch of the exchange. Nothing was stored. Whoever holds the lease delivers the record.
 */
public final class CheckpointRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CheckpointRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
