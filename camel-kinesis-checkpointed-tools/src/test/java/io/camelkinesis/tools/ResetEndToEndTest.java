// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.runtime.WorkerEvent;
import io.camelkinesis.engine.table.LeaseWrite;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Consume, stop, reset, consume again: with a real worker, through a reshard. */
class ResetEndToEndTest extends ToolsFixture {

    private static final String S0 = "shardId-000000000000";
    private static final String S1 = "shardId-000000000001";

    private Instant betweenOldAndNew;
    private String firstChild;

    /** Three times eight records; the first shard is split behind the first eight. */
    @BeforeEach
    void fill() {
        kinesis.createStream(STREAM, 2);
        putRecords("1");
        time.advance(Duration.ofMinutes(10));
        firstChild = kinesis.split(STREAM, S0).get(0);
        putRecords("2");
        time.advance(Duration.ofMinutes(10));
        betweenOldAndNew = time.now();
        putRecords("3");
        time.advance(Duration.ofMinutes(1));
    }

    private TestConsumer consumer(String id) {
        return new TestConsumer(id, ORDERS, store(), kinesis, time).start();
    }

    private void consumeAllAndStop() {
        TestConsumer first = consumer("first");
        first.await(24);
        first.stop();
        eachOnceInOrder(first, "1", "2", "3");
        assertThat(row(S0).ended()).isTrue();
    }

    private static void eachOnceInOrder(TestConsumer consumer, String... bodies) {
        assertThat(consumer.bodies).containsExactlyInAnyOrderElementsOf(bodies(bodies));
        Map<String, List<String>> wanted =
                bodies(bodies).stream().collect(Collectors.groupingBy(body -> body.substring(0, body.indexOf(' '))));
        assertThat(consumer.byKey()).isEqualTo(wanted);
    }

    @Test
    void toTheHorizonEverythingComesAgainInOrder() {
        consumeAllAndStop();
        Result reset = run("reset", "--to", "horizon").done();
        assertThat(reset.err()).as("nobody is there to be watched").isEmpty();
        assertThat(view().leases()).hasSize(4).allSatisfy(lease -> {
            assertThat(lease.isFree()).isTrue();
            assertThat(lease.checkpoint()).isNull();
            assertThat(lease.startPosition()).isEqualTo(Position.TRIM_HORIZON);
            assertThat(lease.epoch()).isEqualTo(2);
        });

        TestConsumer second = consumer("second");
        second.await(24);
        eachOnceInOrder(second, "1", "2", "3");
        putRecords("4");
        second.await(32);
        second.stop();
        eachOnceInOrder(second, "1", "2", "3", "4");

        TestConsumer third = consumer("third");
        time.advance(Duration.ofMinutes(5));
        assertThat(third.bodies).isEmpty();
    }

    @Test
    void toATimestampWhatArrivedSinceComesAgain() {
        consumeAllAndStop();
        run("reset", "--to", "timestamp", betweenOldAndNew.toString()).done();
        TestConsumer second = consumer("second");
        second.await(8);
        putRecords("4");
        second.await(16);
        eachOnceInOrder(second, "3", "4");
    }

    @Test
    void toATimestampBeforeTheReshardParentsComeFirst() {
        consumeAllAndStop();
        long millis = time.now().minus(Duration.ofMinutes(20)).toEpochMilli();
        run("reset", "--to", "timestamp", Long.toString(millis)).done();
        TestConsumer second = consumer("second");
        second.await(16);
        eachOnceInOrder(second, "2", "3");
    }

    @Test
    void toLatestNothingThatIsThereComes() {
        run("reset", "--to", "latest").done();
        putRecords("4");
        TestConsumer first = consumer("first");
        first.await(8);
        eachOnceInOrder(first, "4");
    }

    @Test
    void aChildThatComesIntoBeingAfterTheResetIsReadFromItsBeginning() {
        consumeAllAndStop();
        run("reset", "--to", "latest").done();
        kinesis.split(STREAM, S1);
        putRecords("4");
        TestConsumer second = consumer("second");
        second.await(8);
        eachOnceInOrder(second, "4");
    }

    @Test
    void oneShardAloneComesAgain() {
        consumeAllAndStop();
        Result reset = run("reset", "--to", "horizon", "--shard", "1").done();
        assertThat(reset.out()).contains(ORDERS + ": 1 rows of shards written");
        TestConsumer second = consumer("second");
        List<String> ofShard = kinesis.records(STREAM, S1).stream()
                .map(record -> record.text())
                .toList();
        second.await(ofShard.size());
        assertThat(second.bodies).containsExactlyInAnyOrderElementsOf(ofShard);
    }

    @Test
    void behindASequenceNumberOfAShard() {
        consumeAllAndStop();
        var records = kinesis.records(STREAM, S1);
        String number = records.get(1).sequence().digits();
        run("reset", "--to", "sequence", "--shard", S1, number).done();
        assertThat(row(S1).checkpoint()).hasToString(number);
        TestConsumer second = consumer("second");
        second.await(records.size() - 2);
        assertThat(second.bodies).hasSize(records.size() - 2);
    }

    @Test
    void aFleetThatLivesLosesItsShardsAndReadsAgain() {
        TestConsumer living = consumer("living");
        living.await(24);
        Result reset = run("reset", "--to", "horizon", "--force").done();
        assertThat(reset.out()).contains("ClientID removed (was living)");
        living.await(48);
        putRecords("4");
        living.await(56);
        living.stop();
        assertThat(living.bodies.subList(0, 24)).containsExactlyInAnyOrderElementsOf(bodies("1", "2", "3"));
        living.byKey().forEach((key, bodies) -> assertThat(bodies)
                .containsExactly(key + " 1", key + " 2", key + " 3", key + " 1", key + " 2", key + " 3", key + " 4"));
        assertThat(living.events.stream().filter(WorkerEvent.Bug.class::isInstance))
                .isEmpty();
        assertThat(view().leases()).allMatch(lease -> lease.owner() == null);
    }

    @Test
    void underAnOwnerThatLivesTheChildrenOfAShardThatIsResetWaitForIt() {
        TestConsumer living = consumer("living");
        living.await(24);
        Lease child = row(firstChild);
        Result reset =
                run("reset", "--to", "horizon", "--shard", "0", "--force").done();
        assertThat(reset.out()).contains(firstChild + ": ClientID removed (was living)");
        assertThat(row(firstChild).checkpoint()).isEqualTo(child.checkpoint());
        living.await(24 + kinesis.records(STREAM, S0).size());
        assertThat(row(firstChild).owner()).isEqualTo("living");
        assertThat(row(firstChild).epoch()).isEqualTo(child.epoch() + 2);
        assertThat(living.bodies).hasSize(24 + kinesis.records(STREAM, S0).size());
    }

    @Test
    void aWriteOfAZombieIsRefusedAfterTheReset() {
        TestConsumer zombie = consumer("zombie");
        zombie.await(24);
        Lease held = row(S1);
        run("reset", "--to", "horizon", "--force").done();
        assertThat(store().commit(held, held.checkpoint()).toCompletableFuture().join())
                .isNotInstanceOf(LeaseWrite.Applied.class);
        assertThat(row(S1).checkpoint()).isNull();
    }
}
