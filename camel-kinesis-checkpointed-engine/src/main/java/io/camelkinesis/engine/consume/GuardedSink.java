// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

/** A sink that settles each delivery whatever the one behind it does: one that it throws at has failed. */
public record GuardedSink(RecordSink sink) implements RecordSink {

    @Override
    public void deliver(Delivery delivery) {
        try {
            sink.deliver(delivery);
        } catch (Throwable notTaken) {
            delivery.failed(notTaken);
        }
    }

    @Override
    public void deadLetter(Delivery delivery, DeadLetter why) {
        try {
            sink.deadLetter(delivery, why);
        } catch (Throwable notTaken) {
            delivery.failed(notTaken);
        }
    }
}
