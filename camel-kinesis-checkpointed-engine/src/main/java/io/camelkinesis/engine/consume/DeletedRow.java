// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import io.camelkinesis.engine.model.ShardId;
import java.time.Duration;

/**
 * A shard whose row was deleted while this worker held it: its checkpoint went with the row.
 *
 * @param since how long ago that was noticed
 * @param heldAgain whether this worker has taken the shard again meanwhile
 */
public record DeletedRow(ShardId shard, Duration since, boolean heldAgain) {}
