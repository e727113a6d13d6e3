// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.model;

/**
 * A stream as one consumer group sees it: the unit that has a start position, members and leases of its own.
 *
 * @param stream the stream as the user wrote it, a name or a full ARN; never empty
 * @param group the consumer group, empty when the stream is read without one
 * @param spelling how the rows of the lease table spell the stream: as the user does, or its ARN where rows that were found
 *     there do so; never empty
 */
public record StreamId(String stream, String group, String spelling) implements Comparable<StreamId> {

    public StreamId {
        if (stream.isEmpty() || spelling.isEmpty()) {
            throw new IllegalArgumentException("A stream needs a name or an ARN");
        }
    }

    /** A stream whose rows spell it as the user does. */
    public StreamId(String stream, String group) {
        this(stream, group, stream);
    }

    /** A stream that is read without a consumer group. */
    public static StreamId of(String stream) {
        return new StreamId(stream, "");
    }

    /** The same stream and group, in rows that spell the stream in this way. */
    public StreamId spelled(String otherSpelling) {
        return new StreamId(stream, group, otherSpelling);
    }

    /** The hash key of every row of this stream in the lease table: {@code orders}, or {@code orders@billing}. */
    public String tableKey() {
        return group.isEmpty() ? spelling : spelling + "@" + group;
    }

    /** The shard of this stream with that id. */
    public ShardId shard(String name) {
        return new ShardId(this, name);
    }

    @Override
    public int compareTo(StreamId other) {
        if (group.equals(other.group) && (group.isEmpty() || spelling.equals(other.spelling))) {
            return spelling.compareTo(other.spelling);
        }
        return tableKey().compareTo(other.tableKey());
    }

    @Override
    public String toString() {
        return tableKey();
    }
}
