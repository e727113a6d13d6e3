// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import io.camelkinesis.engine.model.ShardId;
import java.time.Duration;

/**
 * A shard that nobody reads although it is listed and not consumed.
 *
 * @param since for how long, by the looks of this worker
 * @param waitsForItself whether it waits for parents that wait for it, or for each other: nobody may ever read it; else it may be
 *     read, and no worker has its lease
 */
public record UnreadShard(ShardId shard, Duration since, boolean waitsForItself) {}
