// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Member;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.Shard;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.table.LeaseTableView;
import io.camelkinesis.engine.table.LeaseWrite;
import io.camelkinesis.test.dynamodb.DynamoDbLocal;
import io.camelkinesis.test.lease.CapacityUnits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What each call to the lease table costs, as DynamoDB Local counts it, is what the simulation of fleets takes it for. */
class ConsumedCapacityTest {

    private static final StreamId STREAM = StreamId.of("orders");
    private static final int SHARDS = 1_000;
    private static final int WORKERS = 10;
    private static final Instant SEEN_AT = Instant.parse("2026-01-31T08:00:00.123Z");

    private final DynamoDbLocal dynamo = DynamoDbLocal.inProcess();
    private final TestTable table = new TestTable(dynamo);
    private final MeteredClient meter = new MeteredClient(dynamo.client());
    private final DynamoDbLeaseStore store = new DynamoDbLeaseStore(
            meter, TestTable.NAME, Duration.ofSeconds(15), Runnable::run, Runnable::run, TestTable.CLOCK);

    @AfterEach
    void close() {
        table.close();
    }

    @Test
    void everyCallCostsWhatTheSimulationSays() {
        assertThat(answer(store.begin(STREAM, Position.TRIM_HORIZON))).isNotNull();
        assertThat(meter.units()).as("begin").isEqualTo(CapacityUnits.consistentRead(0) + CapacityUnits.write(0));

        List<CompletionStage<LeaseWrite>> claims = new ArrayList<>();
        for (int i = 0; i < SHARDS; i++) {
            claims.add(store.claim(Lease.absent(shard(i)), "web-1-4711-9f86d08" + i % WORKERS));
        }
        assertThat(claims).allMatch(claim -> answer(claim) instanceof LeaseWrite.Applied);
        assertThat(meter.units()).as("claims").isEqualTo(SHARDS * CapacityUnits.write(0));

        for (int i = 0; i < WORKERS; i++) {
            answer(store.beat(STREAM, new Member("web-1-4711-9f86d08" + i, 1_234, SEEN_AT, "web-1", SHARDS / WORKERS)));
        }
        assertThat(meter.units()).as("heartbeats").isEqualTo(WORKERS * CapacityUnits.write(0));
        reads();
        writes(((LeaseWrite.Applied) answer(claims.get(0))).lease());
    }

    private void reads() {
        LeaseTableView view = answer(store.view(STREAM));
        assertThat(view.leases()).hasSize(SHARDS);
        long leases = view.leases().stream().mapToLong(CapacityUnits::bytesOf).sum();
        long members = view.members().stream()
                .mapToLong(member -> CapacityUnits.bytesOf(STREAM, member))
                .sum();
        assertThat(meter.units())
                .as("a look at all rows")
                .isEqualTo(CapacityUnits.read(leases + members + CapacityUnits.bytesOfGroup(STREAM)));

        assertThat(answer(store.members(STREAM))).hasSize(WORKERS);
        assertThat(meter.units()).as("a look at the members").isEqualTo(CapacityUnits.consistentRead(members));

        assertThat(answer(store.glance(STREAM))).hasSize(WORKERS);
        assertThat(meter.units()).as("a glance at the members").isEqualTo(CapacityUnits.read(members));

        Optional<Lease> row = answer(store.read(shard(1).id()));
        assertThat(row).isPresent();
        assertThat(meter.units()).as("one row").isEqualTo(CapacityUnits.consistentRead(0));
    }

    private void writes(Lease lease) {
        SequenceNumber checkpoint = SequenceNumber.of("49590338271490256608559692538361571095921575989136588898");
        Lease committed = ((LeaseWrite.Applied) answer(store.commit(lease, checkpoint))).lease();
        assertThat(meter.units()).as("commit").isEqualTo(CapacityUnits.write(CapacityUnits.bytesOf(committed)));

        Lease free = ((LeaseWrite.Applied) answer(store.release(committed))).lease();
        assertThat(meter.units()).as("release").isEqualTo(CapacityUnits.write(0));

        Lease taken = ((LeaseWrite.Applied) answer(store.claim(free, "other"))).lease();
        Lease ended = ((LeaseWrite.Applied) answer(store.end(taken))).lease();
        assertThat(meter.units()).as("claim and end").isEqualTo(2 * CapacityUnits.write(0));

        assertThat(answer(store.retire(ended))).isInstanceOf(LeaseWrite.Applied.class);
        assertThat(meter.units()).as("retire").isEqualTo(CapacityUnits.write(0));

        assertThat(answer(store.leave(STREAM, new Member("web-1-4711-9f86d080", 1_234, null, "", 0))))
                .isTrue();
        assertThat(meter.units()).as("leave").isEqualTo(CapacityUnits.write(0));
    }

    private static Shard shard(int number) {
        return new Shard(STREAM.shard(String.format("shardId-%012d", number)), List.of(), false);
    }

    private static <T> T answer(CompletionStage<T> stage) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        assertThat(future).isCompleted();
        return future.join();
    }
}
