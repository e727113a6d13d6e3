// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.worker;

import io.camelkinesis.engine.consume.DeletedRow;
import io.camelkinesis.engine.consume.ShardStatus;
import io.camelkinesis.engine.consume.StoppedShard;
import io.camelkinesis.engine.lease.StreamStatus;
import io.camelkinesis.engine.model.ShardId;
import java.util.List;
import java.util.SortedMap;

/**
 * A worker at one moment.
 *
 * @param clientId its id in the lease table
 * @param isPaused whether it reads and delivers nothing new, by request
 * @param streams its streams, each with the fleet that reads it
 * @param shards the shards that it holds, in order
 * @param stopped shards that onFailure=STOP gave up
 * @param deletedRows shards whose row was deleted while it held them
 * @param foreignOwners shards that another program holds, each with the ClientID of its owner
 */
public record WorkerStatus(
        String clientId,
        boolean isPaused,
        List<StreamStatus> streams,
        List<ShardStatus> shards,
        List<StoppedShard> stopped,
        List<DeletedRow> deletedRows,
        SortedMap<ShardId, String> foreignOwners) {}
