// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.engine.consume.Delivery;
import java.util.concurrent.atomic.AtomicReference;

/** The commit of one delivery: it counts when the exchange has completed and the route has asked for it, in any order. */
final class ManualCommit implements KinesisManualCommit {

    private enum State {
        /** The exchange is under way. */
        RUNNING,
        /** The exchange is under way, and the commit has been asked for. */
        ASKED,
        /** The exchange has completed; the commit has not been asked for. */
        PROCESSED,
        /** Both. */
        COMMITTED,
        /** The exchange has failed. */
        FAILED
    }

    private final Delivery delivery;
    private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);

    ManualCommit(Delivery delivery) {
        this.delivery = delivery;
    }

    @Override
    public boolean commit() {
        if (!delivery.counts()) {
            return state.get() == State.COMMITTED;
        }
        if (state.compareAndSet(State.RUNNING, State.ASKED)) {
            return true;
        }
        if (state.compareAndSet(State.PROCESSED, State.COMMITTED)) {
            delivery.completed();
        }
        return state.get() != State.FAILED;
    }

    /** The exchange has completed. */
    void completed() {
        if (state.compareAndSet(State.RUNNING, State.PROCESSED)) {
            delivery.processed();
        } else if (state.compareAndSet(State.ASKED, State.COMMITTED)) {
            delivery.completed();
        }
    }

    /** The exchange has failed. */
    void failed(Throwable cause) {
        state.set(State.FAILED);
        delivery.failed(cause);
    }

    @Override
    public String toString() {
        return "KinesisManualCommit[" + delivery.shard() + " "
                + delivery.records().get(delivery.records().size() - 1).sequence() + ", " + state + "]";
    }
}
