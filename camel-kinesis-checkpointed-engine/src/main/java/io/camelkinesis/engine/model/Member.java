// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stored row of a worker.
 *
 * @param clientId its id, unique per start of a worker
 * @param beat grows by one at each heartbeat; that it moves is what shows that the worker lives
 * @param seenAt when the worker wrote the row, by its own account; null when the row does not say
 * @param host where it runs, for people
 * @param shards how many shards it holds, for people
 * @param only names of the shards that it may be given, when these are not all: those that it was told to read, none when
 *     it is about to leave or cannot read; null for all
 * @param canRead whether the stream has answered it lately, by its own account
 */
public record Member(
        String clientId,
        long beat,
        @Nullable Instant seenAt,
        String host,
        int shards,
        @Nullable List<String> only,
        boolean canRead) {

    public Member {
        only = only == null ? null : List.copyOf(only);
    }

    /** A worker that does not say whether it can read. */
    public Member(
            String clientId,
            long beat,
            @Nullable Instant seenAt,
            String host,
            int shards,
            @Nullable List<String> only) {
        this(clientId, beat, seenAt, host, shards, only, false);
    }

    /** A worker that may be given any shard, and does not say whether it can read. */
    public Member(String clientId, long beat, @Nullable Instant seenAt, String host, int shards) {
        this(clientId, beat, seenAt, host, shards, null);
    }
}
