// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import static io.camelkinesis.engine.Given.seq;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.FixedRandom;
import io.camelkinesis.engine.ManualTime;
import io.camelkinesis.engine.runtime.SerialLoop;
import io.camelkinesis.engine.runtime.WorkerEvent;
import io.camelkinesis.engine.table.FakeLeaseTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** What shards of a worker share, with a reader, a route, a table and a time that the test moves. */
final class ConsumeRig {

    final ManualTime time = new ManualTime();
    final List<WorkerEvent> events = new ArrayList<>();
    final List<Throwable> bugs = new ArrayList<>();
    final SerialLoop loop = new SerialLoop(time, time, bugs::add);
    final FakeLeaseTable table = new FakeLeaseTable();
    final FakeReader reader = new FakeReader();
    final FakeSink sink = new FakeSink();
    final TestSettings settings = new TestSettings();
    final ReceiveBudget budget;
    RandomGenerator random = new FixedRandom(1);

    ConsumeRig() {
        this(64L << 20, 10_000);
    }

    ConsumeRig(long budgetBytes, int budgetRecords) {
        budget = new ReceiveBudget(budgetBytes, budgetRecords);
    }

    ConsumeContext context() {
        return context(sink);
    }

    ConsumeContext context(RecordSink sink) {
        return new ConsumeContext(
                settings.build(), loop, table, reader, sink, budget, random, events::add, Duration.ofSeconds(30));
    }

    /** Runs this on the loop, and all that follows at once. */
    void run(Runnable task) {
        loop.execute(task);
        time.settle();
    }

    void settle() {
        time.settle();
    }

    void advance(Duration by) {
        time.advance(by);
    }

    /** The route takes the record and is done with it. */
    void complete(long... numbers) {
        for (long number : numbers) {
            Delivery delivery = sink.of(seq(number));
            assertThat(delivery.start()).as("start of %d", number).isTrue();
            delivery.completed();
            settle();
        }
    }

    /** The route takes the record and fails. */
    void fail(long number) {
        Delivery delivery = sink.of(seq(number));
        assertThat(delivery.start()).as("start of %d", number).isTrue();
        delivery.failed(new IllegalStateException("record " + number + " is bad"));
        settle();
    }

    /** Events of this kind, in order. */
    <E extends WorkerEvent> List<E> events(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Nothing is held and nobody let an exception out. */
    void assertClean() {
        assertThat(bugs).isEmpty();
        assertThat(budget.heldBytes()).as("bytes still held").isZero();
        assertThat(budget.heldRecords()).as("records still held").isZero();
    }
}
