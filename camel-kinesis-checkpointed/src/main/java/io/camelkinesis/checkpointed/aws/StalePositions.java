// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import io.camelkinesis.engine.consume.Fetch;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamRecord;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Positions that the service refuses, because the stream was deleted and made anew or somebody edited the row. That must
 * neither lose a record nor stop the shard for ever. It is reported once as a failed read; then reading goes on at the
 * oldest record, which repeats at worst. The engine leaves out what lies at or below its position, so this holds only
 * while the shard's records lie above the refused number. Where they do not, every read fails with a
 * {@link StalePositionException} that says what to do.
 */
final class StalePositions {

    private static final Logger LOG = LoggerFactory.getLogger(StalePositions.class);

    /** Until a read from the horizon brings a record; at most one for each shard. */
    private final Map<ShardId, SequenceNumber> refused = new ConcurrentHashMap<>();

    /** The number behind which that position lies if the service has refused it; null when it has not. */
    @Nullable
    SequenceNumber refused(ShardId shard, Position from) {
        return from instanceof Position.After after && after.sequence().equals(refused.get(shard))
                ? after.sequence()
                : null;
    }

    /** Notes a refusal, and says it. */
    StalePositionException refuse(ShardId shard, SequenceNumber after, Throwable refusal) {
        refused.put(shard, after);
        StalePositionException stale = StalePositionException.readingFromHorizon(shard, after, refusal);
        LOG.warn("{}", ServiceFailure.text(stale));
        return stale;
    }

    /** Looks at the first records from the horizon; what is wrong with them, null when nothing is. */
    @Nullable
    Fetch check(ShardId shard, SequenceNumber above, List<StreamRecord> records) {
        SequenceNumber oldest = records.get(0).sequence();
        if (oldest.compareTo(above) <= 0) {
            return new Fetch.Failed(StalePositionException.higherThanTheShard(shard, above, oldest));
        }
        refused.remove(shard);
        return null;
    }
}
