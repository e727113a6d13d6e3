// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.model;

import java.util.List;

/**
 * A stream, and which of its shards.
 *
 * @param stream the stream and group
 * @param shards names of the shards to read; empty means all of them, present and future
 */
public record StreamSelection(StreamId stream, List<String> shards) {

    public StreamSelection {
        shards = List.copyOf(shards);
    }

    /** Whether a shard of this stream is one to read. */
    public boolean includes(String shard) {
        return shards.isEmpty() || shards.contains(shard);
    }
}
