// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.ShardId;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Port to the records of a shard.
 *
 * <p>{@code ShardReaderContract} in the test kit says the same in tests; every implementation passes it.
 */
public interface ShardReader {

    /**
     * Reads what comes next. Never blocks; always completes, normally, with what happened.
     *
     * @param shard the shard
     * @param from where reading stands: behind the last record that was read, or the start position
     * @param cursor what the last {@link Fetch.Records} handed out, null at first or after {@link Fetch.Expired}; where
     *     given it agrees with {@code from}
     * @param limit most records wanted, 1 to 10,000
     */
    CompletionStage<Fetch> fetch(ShardId shard, Position from, @Nullable Cursor cursor, int limit);

    /**
     * Whether the service sends by itself what the next read will bring. Such a read is no call, so none has to be spared
     * between two; and it may take a while, so it must not keep room for more than is likely to come.
     *
     * @param cursor as for the read, null for a first one
     */
    default boolean isPushed(ShardId shard, @Nullable Cursor cursor) {
        return false;
    }

    /** The cursor is not used again. A read that is under way with it ends soon, whatever it brings. */
    default void release(Cursor cursor) {}
}
