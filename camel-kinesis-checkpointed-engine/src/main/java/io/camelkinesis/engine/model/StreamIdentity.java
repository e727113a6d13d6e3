// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.model;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Which stream it is that has a name: one that is deleted and created again under the same name is another.
 *
 * @param arn its full name
 * @param createdAt when it was created, in whole seconds, by the clock of the service
 */
public record StreamIdentity(String arn, Instant createdAt) {

    public StreamIdentity {
        createdAt = createdAt.truncatedTo(ChronoUnit.SECONDS);
    }
}
