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
 * @param only names of the shards that it reads, when it does not read all of them; else empty
 */
public record Member(String clientId, long beat, @Nullable Instant seenAt, String host, int shards, List<String> only) {

    public Member {
        only = List.copyOf(only);
    }

    /** A worker that reads all shards. */
    public Member(String clientId, long beat, @Nullable Instant seenAt, String host, int shards) {
        this(clientId, beat, seenAt, host, shards, List.of());
    }
}
