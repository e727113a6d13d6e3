// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.ShardId;
import java.time.Duration;

/**
 * A shard that onFailure=STOP gave up: this worker does not take it again.
 *
 * @param sequence the record that failed
 * @param cause what it failed with
 * @param since how long ago that was
 */
public record StoppedShard(ShardId shard, SequenceNumber sequence, Throwable cause, Duration since) {}
