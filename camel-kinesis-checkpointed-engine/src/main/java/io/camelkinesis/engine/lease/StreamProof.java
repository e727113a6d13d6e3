// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.model.StreamIdentity;
import io.camelkinesis.engine.runtime.WorkerEvent;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a stream is the one that its group began with, by ARN and creation time, beside all else and as often as it is
 * asked, one question at a time. A group's row that does not say it learns it, if nothing speaks against that. Where the
 * service may not be asked nothing is known, and nothing said.
 */
final class StreamProof {

    private final StreamId stream;
    private final LeaseContext context;
    private boolean asking;
    private boolean settled;
    private boolean recreated;

    StreamProof(StreamId stream, LeaseContext context) {
        this.stream = stream;
        this.context = context;
    }

    /** Whether the last answer proved that the stream is another. */
    boolean isRecreated() {
        return recreated;
    }

    /** Whether there was an answer: which stream it is, or that nobody may know. */
    boolean isSettled() {
        return settled;
    }

    /**
     * Asks.
     *
     * @param contradicted whether rows and shards do not fit together: then the row learns nothing
     */
    void ask(boolean contradicted) {
        if (asking) {
            return;
        }
        asking = true;
        context.loop().when(context.lister().identity(stream), (found, failure) -> {
            if (failure != null) {
                failed(true, failure);
            } else if (found == null || found.isEmpty()) {
                asking = false;
                settled = true;
            } else {
                compare(found.get(), contradicted ? null : found.get());
            }
        });
    }

    private void compare(StreamIdentity now, @Nullable StreamIdentity toLearn) {
        context.loop().when(context.table().identity(stream, toLearn), (stored, failure) -> {
            if (failure != null || stored == null) {
                failed(false, failure);
                return;
            }
            asking = false;
            settled = true;
            recreated = stored.isPresent() && !stored.get().equals(now);
        });
    }

    private void failed(boolean ofKinesis, @Nullable Throwable failure) {
        asking = false;
        if (failure != null) {
            context.events().on(new WorkerEvent.LookFailed(stream, ofKinesis, failure));
        }
    }
}
