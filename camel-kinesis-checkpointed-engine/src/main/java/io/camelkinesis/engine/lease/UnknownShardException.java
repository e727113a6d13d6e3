// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

/** A shard that was asked for by name is not listed by the service. */
public final class UnknownShardException extends RuntimeException {

    private static final long serialVersionUID = 1;

    UnknownShardException(String message) {
        super(message);
    }
}
