// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import org.jspecify.annotations.Nullable;

/**
 * A stream as requests name it: either by name or by ARN, never both.
 *
 * @param name its name, null when it is named by ARN
 * @param arn its ARN, in any partition, null when it is named by name
 */
record StreamName(@Nullable String name, @Nullable String arn) {

    private static final String ARN_PREFIX = "arn:";

    static StreamName of(String stream) {
        return stream.startsWith(ARN_PREFIX) ? new StreamName(null, stream) : new StreamName(stream, null);
    }
}
