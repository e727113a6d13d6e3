// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import static io.camelkinesis.engine.Given.record;
import static io.camelkinesis.engine.Given.records;
import static io.camelkinesis.engine.Given.seq;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.runtime.WorkerEvent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Records that the route has processed and that are committed later, by hand. */
class ManualCommitTest extends DispatcherFixture {

    private ShardDispatcher open(Ordering ordering, int limit) {
        rig.settings.manualCommit = true;
        rig.settings.checkpointLimit = limit;
        return open(ordering);
    }

    private Delivery process(long number) {
        Delivery delivery = delivery(number);
        assertThat(delivery.start()).isTrue();
        delivery.processed();
        rig.settle();
        return delivery;
    }

    private void commit(Delivery delivery) {
        delivery.completed();
        rig.settle();
    }

    @Test
    void underShardTheNextMayRunButNothingIsCommitted() {
        ShardDispatcher dispatcher = open(Ordering.SHARD, 3);
        fetched(dispatcher, records(1, 5));
        assertThat(rig.sink.numbers()).containsExactly(1);
        Delivery first = process(1);
        assertThat(rig.sink.numbers()).containsExactly(1, 2);
        Delivery second = process(2);
        process(3);
        assertThat(rig.sink.numbers()).as("the window is full").containsExactly(1, 2, 3);
        assertThat(done).isEmpty();
        commit(second);
        assertThat(done).as("out of order").isEmpty();
        assertThat(rig.sink.numbers()).containsExactly(1, 2, 3);
        commit(first);
        assertThat(done).containsExactly(seq(2));
        assertThat(rig.sink.numbers()).containsExactly(1, 2, 3, 4);
        assertThat(dispatcher.running()).isEqualTo(1);
        assertThat(dispatcher.inFlight()).isEqualTo(3);
    }

    @Test
    void underKeyTheKeyGoesOn() {
        fetched(open(Ordering.KEY, 10), List.of(record(1, "a"), record(2, "a"), record(3, "b")));
        Delivery first = process(1);
        assertThat(rig.sink.numbers()).containsExactly(1, 3, 2);
        rig.complete(2, 3);
        assertThat(done).isEmpty();
        commit(first);
        assertThat(done).containsExactly(seq(3));
        rig.assertClean();
    }

    @Test
    void aCommitCountsOnceAndNothingBeforeItIsNeeded() {
        ShardDispatcher dispatcher = open(Ordering.SHARD, 10);
        fetched(dispatcher, records(1, 2));
        Delivery first = process(1);
        first.processed();
        commit(first);
        commit(first);
        first.processed();
        first.failed(new IllegalStateException("late"));
        rig.settle();
        assertThat(done).containsExactly(seq(1));
        rig.complete(2);
        assertThat(done).containsExactly(seq(1), seq(2));
        rig.assertClean();
    }

    @Test
    void aBatchThatFailsAfterProcessingWhileNothingIsReplayedLinesUpAllTheSame() {
        rig.settings.batch = new BatchSettings(2, 0, Duration.ZERO, false);
        rig.settings.batchOnFailure = BatchOnFailure.BISECT;
        ShardDispatcher dispatcher = open(Ordering.SHARD, 10);
        fetched(dispatcher, records(1, 4));
        Delivery first = process(1);
        Delivery second = delivery(3);
        assertThat(second.start()).isTrue();
        dispatcher.replay(false);
        first.failed(new IllegalStateException("the transaction was lost"));
        rig.settle();
        int delivered = rig.sink.numbers().size();
        dispatcher.replay(true);
        rig.settle();
        assertThat(rig.sink.numbers()).as("the second batch is running").hasSize(delivered);
        second.processed();
        rig.settle();
        assertThat(rig.sink.numbers()).as("its turn").hasSizeGreaterThan(delivered);
        commit(process(1));
        commit(second);
        rig.assertClean();
    }

    @Test
    void aFailureAfterProcessingIsReplayedWhenItsLaneIsFree() {
        ShardDispatcher dispatcher = open(Ordering.SHARD, 10);
        fetched(dispatcher, records(1, 2));
        Delivery first = process(1);
        first.failed(new IllegalStateException("the transaction was lost"));
        rig.settle();
        assertThat(rig.events(WorkerEvent.Replay.class)).hasSize(1);
        rig.advance(Duration.ofMinutes(1));
        assertThat(rig.sink.numbers()).as("2 is running").containsExactly(1, 2);
        rig.complete(2);
        assertThat(rig.sink.numbers()).containsExactly(1, 2, 1);
        assertThat(done).isEmpty();
        rig.complete(1);
        assertThat(done).containsExactly(seq(2));
        assertThat(dispatcher.isSettled()).isTrue();
        rig.assertClean();
    }

    @Test
    void aFailureAfterProcessingWaitsForItsDelayWhenNothingRuns() {
        fetched(open(Ordering.SHARD, 10), records(1, 1));
        process(1).failed(new IllegalStateException("no"));
        rig.settle();
        rig.advance(Duration.ofSeconds(1).minusNanos(1));
        assertThat(rig.sink.numbers()).containsExactly(1);
        rig.advance(Duration.ofNanos(1));
        assertThat(rig.sink.numbers()).containsExactly(1, 1);
    }

    @Test
    void aBatchThatFailsAfterProcessingIsBisected() {
        rig.settings.batch = new BatchSettings(2, 0, Duration.ZERO, false);
        rig.settings.batchOnFailure = BatchOnFailure.BISECT;
        fetched(open(Ordering.SHARD, 10), records(1, 2));
        process(1).failed(new IllegalStateException("no"));
        rig.settle();
        assertThat(rig.sink.ranges()).containsExactly("1-2", "1");
        rig.complete(1, 2);
        assertThat(done).containsExactly(seq(1), seq(2));
        rig.assertClean();
    }

    @Test
    void whatIsProcessedDoesNotRunButIsNotSettled() {
        ShardDispatcher dispatcher = open(Ordering.SHARD, 10);
        fetched(dispatcher, records(1, 1));
        Delivery first = process(1);
        assertThat(dispatcher.isIdle()).isTrue();
        assertThat(dispatcher.isSettled()).isFalse();
        commit(first);
        assertThat(dispatcher.isSettled()).isTrue();
    }

    @Test
    void whatIsCommittedAfterTheEndGivesNothingBackTwice() {
        ShardDispatcher dispatcher = open(Ordering.SHARD, 10);
        fetched(dispatcher, records(1, 2));
        Delivery first = process(1);
        Delivery second = delivery(2);
        assertThat(second.start()).isTrue();
        rig.run(dispatcher::close);
        commit(first);
        second.processed();
        rig.settle();
        commit(second);
        assertThat(done).isEmpty();
        rig.assertClean();
    }

    @Test
    void aCommitFromBeforeARenewalCounts() {
        ShardDispatcher dispatcher = open(Ordering.SHARD, 10);
        fetched(dispatcher, records(1, 1));
        Delivery first = process(1);
        inTerm = false;
        rig.run(() -> dispatcher.renewed(8, () -> true));
        commit(first);
        assertThat(done).containsExactly(seq(1));
    }
}
