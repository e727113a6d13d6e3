// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.engine.produce.PutEvent;
import io.camelkinesis.engine.produce.PutEvents;
import java.util.concurrent.atomic.LongAdder;

/** Counts what happens while records are put. */
final class PutStatistics implements PutEvents {

    private final LongAdder requests = new LongAdder();
    private final LongAdder failedRequests = new LongAdder();
    private final LongAdder attempts = new LongAdder();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final LongAdder throttled = new LongAdder();
    private final LongAdder givenUp = new LongAdder();

    @Override
    public void on(PutEvent event) {
        if (event instanceof PutEvent.Answered answered) {
            requests.increment();
            attempts.add(answered.records());
            accepted.add((long) answered.records() - answered.rejected());
            rejected.add(answered.rejected());
            throttled.add(answered.throttled());
        } else if (event instanceof PutEvent.RequestFailed failed) {
            requests.increment();
            failedRequests.increment();
            attempts.add(failed.records());
        } else if (event instanceof PutEvent.GaveUp) {
            givenUp.increment();
        }
    }

    /** Requests sent, whatever became of them. */
    long requests() {
        return requests.sum();
    }

    /** Requests that were not answered for their records. */
    long failedRequests() {
        return failedRequests.sum();
    }

    /** Records that requests have carried, each as often as it was sent. */
    long attempts() {
        return attempts.sum();
    }

    long accepted() {
        return accepted.sum();
    }

    /** Rejections of single records. */
    long rejected() {
        return rejected.sum();
    }

    /** Rejections because a shard was asked for too much. */
    long throttled() {
        return throttled.sum();
    }

    /** Records that were not put. */
    long givenUp() {
        return givenUp.sum();
    }
}
