// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import static io.camelkinesis.engine.Given.STREAM;
import static io.camelkinesis.engine.Given.lease;
import static io.camelkinesis.engine.Given.record;
import static io.camelkinesis.engine.Given.records;
import static io.camelkinesis.engine.Given.seq;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.ShardId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is counted of the records of a shard, and told of the oldest that is not done. */
class CompletedRecordsTest extends DispatcherFixture {

    private static final ShardConsumers.Owner NOBODY = new ShardConsumers.Owner() {
        @Override
        public void closed(Lease row, boolean ended) {}

        @Override
        public void seemsEnded(ShardId shard) {}

        @Override
        public void gone(ShardId shard) {}

        @Override
        public void claimable(ShardId shard) {}
    };

    @Test
    void aRecordCountsOnceHoweverOftenItWasReplayed() {
        ShardDispatcher dispatcher = open(Ordering.KEY);
        fetched(dispatcher, records(1, 3));
        assertThat(dispatcher.completed()).isZero();
        rig.complete(2);
        rig.fail(1);
        assertThat(dispatcher.completed()).isEqualTo(1);
        rig.advance(Duration.ofMinutes(1));
        rig.complete(1, 3);
        assertThat(dispatcher.completed()).isEqualTo(3);
    }

    @Test
    void whatIsSkippedDoesNotCount() {
        rig.settings.onFailure = OnFailure.SKIP;
        ShardDispatcher dispatcher = open(Ordering.KEY);
        fetched(dispatcher, records(1, 2));
        rig.fail(1);
        rig.complete(2);
        assertThat(done).endsWith(seq(2));
        assertThat(dispatcher.completed()).isEqualTo(1);
    }

    @Test
    void whatWentToTheDeadLetterEndpointDoesNotCount() {
        rig.settings.onFailure = OnFailure.DEAD_LETTER;
        ShardDispatcher dispatcher = open(Ordering.KEY);
        fetched(dispatcher, records(1, 2));
        rig.fail(1);
        complete(last(rig.sink.letters));
        rig.complete(2);
        assertThat(done).endsWith(seq(2));
        assertThat(dispatcher.completed()).isEqualTo(1);
    }

    @Test
    void theOldestThatIsNotDoneHasArrivedThen() {
        ShardDispatcher dispatcher = open(Ordering.KEY);
        fetched(dispatcher, List.of(record(1, "a"), record(2, "b")));
        assertThat(dispatcher.status(0).oldestArrival())
                .isEqualTo(record(1, "a").arrival());
        rig.complete(1, 2);
        assertThat(dispatcher.status(0).oldestArrival()).isNull();
    }

    @Test
    void ofAShardThatIsNotHeldAnyMoreTheyStillCount() {
        ShardConsumers consumers = new ShardConsumers("me", rig.context(), NOBODY);
        begin(consumers, "a", 1);
        rig.reader.next().records(records(1, 2), 0);
        rig.settle();
        rig.complete(1, 2);
        assertThat(consumers.completed()).containsOnly(Map.entry(STREAM, 2L));

        rig.run(() -> consumers.drain(STREAM.shard("a"), Duration.ofSeconds(30)));
        assertThat(consumers.shards()).isEmpty();
        assertThat(consumers.completed()).containsOnly(Map.entry(STREAM, 2L));

        begin(consumers, "b", 1);
        rig.reader.next().records(records(7, 7), 0);
        rig.settle();
        rig.complete(7);
        assertThat(consumers.completed()).containsOnly(Map.entry(STREAM, 3L));
    }

    private void begin(ShardConsumers consumers, String shard, long epoch) {
        Lease held = lease(shard, "me", epoch, null);
        rig.table.put(held);
        rig.run(() -> consumers.begin(held, Position.TRIM_HORIZON, () -> true));
    }
}
