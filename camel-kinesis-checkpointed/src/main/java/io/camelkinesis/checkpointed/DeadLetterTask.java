// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.engine.consume.DeadLetter;
import io.camelkinesis.engine.consume.Delivery;

/** One delivery to the dead letter endpoint, for a sink: off the worker's loop, and under the same rules as one to the route. */
final class DeadLetterTask implements Runnable, DeadLetters.Listener {

    private final Delivery delivery;
    private final DeadLetter why;
    private final DeadLetters deadLetters;
    private final DeliverySink sink;

    DeadLetterTask(Delivery delivery, DeadLetter why, DeadLetters deadLetters, DeliverySink sink) {
        this.delivery = delivery;
        this.why = why;
        this.deadLetters = deadLetters;
        this.sink = sink;
    }

    @Override
    public void run() {
        if (sink.isClosed() || !delivery.start()) {
            sink.ended();
            return;
        }
        deadLetters.send(delivery, why, this);
    }

    @Override
    public void accepted() {
        sink.ended();
        delivery.completed();
    }

    @Override
    public void refused(Throwable cause) {
        if (!sink.isClosed()) {
            delivery.failed(cause);
        }
        sink.ended();
    }
}
