// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import static io.camelkinesis.engine.Given.lease;
import static io.camelkinesis.engine.Given.records;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.ShardState;
import io.camelkinesis.engine.model.StreamRecord;
import io.camelkinesis.engine.runtime.WorkerEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One shard under a lease that is held under epoch 3, with everything around it in the hands of the test. */
class ConsumerFixture {

    static final Duration LIMIT = Duration.ofSeconds(30);
    static final Duration HOUR = Duration.ofHours(1);

    final ConsumeRig rig;
    final List<String> heard = new ArrayList<>();
    final ShardConsumer consumer;
    private boolean[] term = {true};

    ConsumerFixture() {
        this(new ConsumeRig());
    }

    ConsumerFixture(ConsumeRig rig) {
        this.rig = rig;
        Lease held = lease("shardId-0", "me", 3, null);
        rig.table.put(held);
        boolean[] first = term;
        consumer = new ShardConsumer(
                "me", held, Position.TRIM_HORIZON, () -> first[0], rig.context(), new ShardConsumer.Owner() {
                    @Override
                    public void closed(ShardConsumer closed) {
                        heard.add("closed " + closed.state());
                    }

                    @Override
                    public void seemsEnded(ShardConsumer consumer) {
                        heard.add("seems ended");
                    }

                    @Override
                    public void gone(ShardConsumer gone) {
                        heard.add("gone");
                    }

                    @Override
                    public void stopped(ShardConsumer stopped, SequenceNumber sequence, Throwable cause) {
                        heard.add("stopped");
                        stopped.drain(LIMIT);
                    }

                    @Override
                    public void quiet(ShardConsumer quiet) {
                        heard.add("quiet");
                    }
                });
    }

    ConsumerFixture begun() {
        rig.run(() -> consumer.begin(false));
        return this;
    }

    /** The read that waits brings these records. */
    void bring(long first, long last) {
        bring(records(first, last));
    }

    void bring(List<StreamRecord> records) {
        rig.reader.next().records(records, 1_000);
        rig.settle();
    }

    /** The read that waits brings these records and the end of the shard. */
    void bringLast(List<StreamRecord> records) {
        rig.reader.next().last(records);
        rig.settle();
    }

    void drain() {
        rig.run(() -> consumer.drain(LIMIT));
    }

    void lose() {
        rig.run(() -> consumer.lose("test"));
    }

    /** The term is over, and nobody has said so. */
    void overUnnoticed() {
        term[0] = false;
    }

    void fence() {
        overUnnoticed();
        rig.run(consumer::fence);
    }

    /** Claims again in place and goes on under the next epoch. */
    void renew() {
        Lease claimed = row().claimedBy("me", "T");
        rig.table.put(claimed);
        boolean[] next = {true};
        term = next;
        rig.run(() -> consumer.renew(claimed, () -> next[0]));
    }

    Lease row() {
        return rig.table.row(consumer.shard());
    }

    /** The moves so far. */
    List<String> moves() {
        return rig.events(WorkerEvent.StateChanged.class).stream()
                .map(change -> move(change.from(), change.to()))
                .toList();
    }

    static String move(ShardState from, ShardState to) {
        return from + " to " + to;
    }
}
