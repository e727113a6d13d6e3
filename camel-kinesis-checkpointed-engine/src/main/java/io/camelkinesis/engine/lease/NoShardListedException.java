// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

/** A listing names no shard at all, which no stream has. Nothing is concluded from it, and it may be asked for again. */
public final class NoShardListedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public NoShardListedException(String message) {
        super(message);
    }
}
