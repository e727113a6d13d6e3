package io.camelkinesis.engine.model;

/**
 * A stream as one consumer group sees it: the unit that has a start position, members and leases of its own.
 *
 * @param stream the stream as the user wrote it, a name or a full ARN; never empty
 * @param group the consumer group, empty when the stream is read without one
 */
public record StreamId(String stream, String group) implements Comparable<StreamId> {

    public StreamId {
        if (stream.isEmpty()) {
            throw new IllegalArgumentException("A stream needs a name or an ARN");
        }
    }

    /** A stream that is read without a consumer group. */
    public static StreamId of(String stream) {
        return new StreamId(stream, "");
    }

    /** The hash key of every row of this stream in the lease table: {@code orders}, or {@code orders@billing}. */
    public String tableKey() {
        return group.isEmpty() ? stream : stream + "@" + group;
    }

    /** The shard of this stream with that id. */
    public ShardId shard(String name) {
        return new ShardId(this, name);
    }

    @Override
    public int compareTo(StreamId other) {
        return tableKey().compareTo(other.tableKey());
    }

    @Override
    public String toString() {
        return tableKey();
    }
}
