// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.tools;

import io.camelkinesis.checkpointed.aws.GroupSeen;
import io.camelkinesis.engine.lineage.ShardLineage;
import io.camelkinesis.engine.model.Shard;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.table.LeaseTableView;
import java.util.List;

/**
 * A stream at one look.
 *
 * @param listed its shards as Kinesis lists them
 * @param view its rows
 * @param group the row of the group
 */
record StreamLook(StreamId stream, List<Shard> listed, LeaseTableView view, GroupSeen group) {

    StreamLook listing(List<Shard> shards) {
        return new StreamLook(stream, shards, view, group);
    }

    ShardLineage lineage() {
        return new ShardLineage(listed, view.leases());
    }
}
