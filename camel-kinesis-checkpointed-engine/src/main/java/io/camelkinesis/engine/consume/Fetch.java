// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import io.camelkinesis.engine.model.StreamRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one read of a shard brought. */
public sealed interface Fetch {

    /**
     * Records, possibly none, in the order of the shard.
     *
     * @param records what was read
     * @param millisBehindLatest how far behind the tip of the shard the end of this answer is, in milliseconds
     * @param next where to go on; null when the answer names no such place
     * @param ended whether the answer proves that this was the end of a closed shard, as one does that names its child
     *     shards. Without it an answer that names no place to go on proves nothing: the shard is read on behind its last
     *     record, unless a listing shows it closed
     * @param unpacking what was found out about aggregates among them, null when there were none
     */
    record Records(
            List<StreamRecord> records,
            long millisBehindLatest,
            @Nullable Cursor next,
            boolean ended,
            @Nullable Unpacking unpacking)
            implements Fetch {

        /** Records behind which the shard may go on, and among which nobody has looked for aggregates. */
        public Records(List<StreamRecord> records, long millisBehindLatest, @Nullable Cursor next) {
            this(records, millisBehindLatest, next, false, null);
        }

        /** The last records of a closed shard. */
        public static Records last(List<StreamRecord> records) {
            return new Records(records, 0, null, true, null);
        }

        /** The same answer, with something noted at its records. */
        public Records marked(List<StreamRecord> sameRecords) {
            return new Records(sameRecords, millisBehindLatest, next, ended, unpacking);
        }
    }

    /**
     * The cursor is too old; go on without it from the last record read. The second time in a row it is a failure: a cursor
     * that was made for a read does not expire.
     */
    record Expired() implements Fetch {}

    /** The service wants fewer calls or bytes: later again. */
    record Throttled(Throwable cause) implements Fetch {}

    /** No answer, or one that may be different next time: later again. */
    record Failed(Throwable cause) implements Fetch {}

    /** The service does not know the stream or the shard (any more). */
    record Gone(Throwable cause) implements Fetch {}
}
