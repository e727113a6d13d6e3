// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.model;

/**
 * The identity of a shard within a consumer group.
 *
 * @param stream the stream and group
 * @param name the id as ListShards returns it, for example {@code shardId-000000000000}
 */
public record ShardId(StreamId stream, String name) implements Comparable<ShardId> {

    public ShardId {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("A shard needs an id");
        }
    }

    @Override
    public int compareTo(ShardId other) {
        int byStream = stream.compareTo(other.stream);
        return byStream != 0 ? byStream : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return stream + "/" + name;
    }
}
