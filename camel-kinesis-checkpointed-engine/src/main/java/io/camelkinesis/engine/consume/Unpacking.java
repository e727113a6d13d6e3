// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.runtime.WorkerEvent;

/**
 * What a read had of aggregates.
 *
 * @param aggregates records that are aggregates
 * @param userRecords records in them
 * @param outside those of them that hash outside the shard; 0 when its range is not known
 * @param damaged records that begin as an aggregate and are none
 */
public record Unpacking(int aggregates, long userRecords, long outside, int damaged) {

    WorkerEvent event(ShardId shard) {
        return new WorkerEvent.Unpacked(shard, aggregates, userRecords, outside, damaged);
    }
}
