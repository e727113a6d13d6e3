// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import static io.camelkinesis.engine.Given.SHARD;
import static io.camelkinesis.engine.Given.seq;

import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.StreamRecord;
import java.util.ArrayList;
import java.util.List;

/** A dispatcher whose records, route and time are in the hands of the test. */
class DispatcherFixture {

    final ConsumeRig rig = new ConsumeRig();
    final WaitingRecords waiting = new WaitingRecords();
    final List<SequenceNumber> done = new ArrayList<>();
    final List<String> stopped = new ArrayList<>();
    boolean inTerm = true;
    int moves;

    final ShardDispatcher.Listener listener = new ShardDispatcher.Listener() {
        @Override
        public void done(SequenceNumber prefixEnd, boolean storedByRoute) {
            done.add(prefixEnd);
        }

        @Override
        public void moved() {
            moves++;
        }

        @Override
        public void stopped(SequenceNumber sequence, Throwable cause) {
            stopped.add(sequence + ": " + cause.getMessage());
        }
    };

    ShardDispatcher open(Ordering ordering) {
        rig.settings.ordering = ordering;
        return open();
    }

    ShardDispatcher open() {
        return open(rig.sink);
    }

    ShardDispatcher open(RecordSink sink) {
        ShardDispatcher dispatcher = new ShardDispatcher(SHARD, 7, rig.context(sink), () -> inTerm, waiting, listener);
        rig.run(() -> dispatcher.admit(true));
        return dispatcher;
    }

    /** Records have been fetched; the budget knows of them. */
    void fetched(ShardDispatcher dispatcher, List<StreamRecord> records) {
        rig.run(() -> {
            long bytes = records.stream().mapToLong(StreamRecord::memoryBytes).sum();
            rig.budget.request(bytes, 0, records.size(), () -> {}).settle(bytes, records.size());
            waiting.add(records, 250, rig.time.nanoTime());
            dispatcher.pump();
        });
    }

    Delivery delivery(long number) {
        return rig.sink.of(seq(number));
    }

    /** The route is done with the delivery that begins with this record. */
    void complete(Delivery delivery) {
        delivery.start();
        delivery.completed();
        rig.settle();
    }

    /** The sink fails the delivery. */
    void fail(Delivery delivery) {
        delivery.start();
        delivery.failed(new IllegalStateException("no"));
        rig.settle();
    }

    /** The last of these. */
    static <T> T last(List<T> things) {
        return things.get(things.size() - 1);
    }
}
