// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

/** A worker did not tell its status in time. */
final class WorkerSilentException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    WorkerSilentException(String message, Throwable cause) {
        super(message, cause);
    }

    /** @param where the streams */
    Stall stall(String where) {
        return new Stall(StallReason.SILENT_WORKER, where, getMessage(), null, null);
    }
}
