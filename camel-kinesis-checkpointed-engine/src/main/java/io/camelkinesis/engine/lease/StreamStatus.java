// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamId;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stream as this worker sees it at one moment. Times are told as how long ago, on the monotonic clock.
 *
 * @param stream the stream and group
 * @param isInTerm whether heartbeats are fresh enough for deliveries to start
 * @param sinceHeartbeat how long ago the last heartbeat that the table has taken was sent; null before the first
 * @param heartbeat why no heartbeat is taken now; null when the last was
 * @param sinceLook how long ago the table's rows and, when it was time, the service's shards were last read; null before
 *     the first time
 * @param unanswered for how long a look at rows or shards has not been answered; null when none is under way
 * @param look why that does not succeed now; null when it did the last time
 * @param members the members as last seen, in order
 * @param leases the rows of shards as last seen
 * @param listed the shards to be read, as last listed
 * @param contradicted those of them whose row says that they are consumed although they are open: they are not read
 * @param unread shards that nobody reads although they are listed and not consumed, in order
 * @param isRecreated whether it is proven that the stream is another than the one that the group began with: deleted, and
 *     created again under its name
 * @param leftToOthers for how long the shards have been left to the other members, because this worker's reads are not
 *     answered; null when it takes part
 */
public record StreamStatus(
        StreamId stream,
        boolean isInTerm,
        @Nullable Duration sinceHeartbeat,
        @Nullable Trouble heartbeat,
        @Nullable Duration sinceLook,
        @Nullable Duration unanswered,
        @Nullable Trouble look,
        List<SeenMember> members,
        List<Lease> leases,
        List<ShardId> listed,
        List<ShardId> contradicted,
        List<UnreadShard> unread,
        boolean isRecreated,
        @Nullable Duration leftToOthers) {}
