// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.model;

import java.util.List;

/**
 * A shard as the service lists it.
 *
 * @param id its identity
 * @param parents names of the shards it came from: none, one (split) or two (merge); a parent may have left the
 *     listing already
 * @param closed whether it takes no more records: it has an ending sequence number
 */
public record Shard(ShardId id, List<String> parents, boolean closed) {

    public Shard {
        parents = List.copyOf(parents);
    }
}
