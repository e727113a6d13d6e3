// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import io.camelkinesis.engine.model.StreamRecord;
import java.util.List;

/**
 * Whether a shard has been read to its end, which cannot be taken back once it is stored. An answer that names its child
 * shards proves it. One that only names no place to go on does not: it may have been cut short, or be no answer of the
 * service at all. Emulators that name no children are believed when a listing that was asked for afterwards shows the shard
 * closed, and a read that was sent after that listing, behind the last record, brings nothing and again no place to go on.
 */
final class EndOfShard {

    private boolean closed;
    private boolean closedBeforeRead;

    /** A read is sent. */
    void reading() {
        closedBeforeRead = closed;
    }

    /** A listing that was asked for after the last answer shows the shard closed. */
    void listedClosed() {
        closed = true;
    }

    /** An answer names a place to go on. */
    void goesOn() {
        closed = false;
    }

    /** @param unread those of its records that had not been read before */
    boolean isProvenBy(Fetch.Records answer, List<StreamRecord> unread) {
        return answer.next() == null
                && (answer.ended() || (closedBeforeRead && unread.isEmpty() && answer.millisBehindLatest() == 0));
    }
}
