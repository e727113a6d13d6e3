// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.checkpointed.aws.DynamoDbLeaseStore;
import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.table.LeaseStore;
import io.camelkinesis.engine.table.LeaseWrite;
import io.camelkinesis.test.time.MovableClock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A worker is frozen under load for two leasePeriods, long enough for the others to take over all it had, and thawed. The
 * load rests from before the thaw until the worker is a member again, so that whatever changes a row meanwhile is the worker
 * itself, or the others giving it its share.
 */
final class Freeze {

    private static final String LOST = "lease lost";

    private final Fleet fleet;
    private final Set<Integer> all;
    private final int victim;
    private final LeaseStore store;

    Freeze(Fleet fleet, Set<Integer> all, int victim) {
        this.fleet = fleet;
        this.all = all;
        this.victim = victim;
        this.store = new DynamoDbLeaseStore(
                fleet.dynamoDb().client(),
                Fleet.TABLE,
                Fleet.LEASE_PERIOD,
                Runnable::run,
                Runnable::run,
                new MovableClock());
    }

    /** Returns how many late writes were tried, and refused. */
    int prove() {
        int refused;
        Map<String, Map<String, AttributeValue>> before;
        long stopped = System.currentTimeMillis();
        try (FrozenProcess frozen = fleet.worker(victim).freeze()) {
            List<Lease> held = leasesOfVictim();
            assertThat(held).as("leases of worker %d", victim).isNotEmpty();
            fleet.awaitReadByOthers(victim, fleet.shardsOf(victim), fleet.load().next());
            await("two leasePeriods")
                    .until(() -> System.currentTimeMillis() - stopped >= 2 * Fleet.LEASE_PERIOD.toMillis());
            fleet.awaitAllCommitted();
            before = fleet.shardRows();
            refused = assertLateWritesAreRefused(held);
            assertThat(fleet.shardRows()).as("rows after late writes").isEqualTo(before);
        }
        fleet.awaitBalanced(all);
        assertOnlyItsShareHasMoved(before, fleet.shardRows());
        all.stream().filter(run -> run != victim).forEach(run -> assertThat(
                        fleet.worker(run).output())
                .as("log of worker %d", run)
                .doesNotContain(LOST));
        assertItReadsAgain();
        assertThat(fleet.worker(victim).output())
                .as("log of the worker that was frozen")
                .contains(LOST);
        return refused;
    }

    private List<Lease> leasesOfVictim() {
        return done(store.view(StreamId.of(Fleet.STREAM))).leases().stream()
                .filter(lease -> lease.owner() != null && MemberWatch.pidOf(lease.owner()) == fleet.pid(victim))
                .toList();
    }

    /**
     * What the worker would send if it believed that the leases were still its own, on rows that are at rest: with the
     * checkpoint as it knew it, and, in case only that should be what keeps the write out, as it is now.
     */
    private int assertLateWritesAreRefused(List<Lease> held) {
        int writes = 0;
        for (Lease old : held) {
            Lease now = done(store.read(old.shard())).orElseThrow();
            assertThat(now.epoch()).as("epoch of %s", old.shard()).isGreaterThan(old.epoch());
            SequenceNumber checkpoint = now.checkpoint();
            Lease known = old.committedAt(checkpoint, old.leaseTimeout());
            for (CompletionStage<LeaseWrite> write : List.of(
                    store.commit(old, checkpoint),
                    store.commit(known, checkpoint),
                    store.release(old),
                    store.release(known),
                    store.end(old),
                    store.end(known))) {
                assertThat(done(write)).as("late write to %s", old.shard()).isInstanceOf(LeaseWrite.Refused.class);
                writes++;
            }
        }
        return writes;
    }

    /** A row is as it was, or the worker has claimed it once, in a new epoch, with the checkpoint that it had. */
    private void assertOnlyItsShareHasMoved(
            Map<String, Map<String, AttributeValue>> before, Map<String, Map<String, AttributeValue>> after) {
        assertThat(after.keySet()).isEqualTo(before.keySet());
        after.forEach((shard, row) -> {
            Map<String, AttributeValue> old = before.get(shard);
            if (!row.equals(old)) {
                assertThat(row.get("SequenceNumber"))
                        .as("checkpoint of %s", shard)
                        .isEqualTo(old.get("SequenceNumber"));
                assertThat(row).as("row of %s", shard).doesNotContainKey("EndedAt");
                assertThat(epoch(row)).as("epoch of %s", shard).isEqualTo(epoch(old) + 1);
                assertThat(MemberWatch.pidOf(row.get("ClientID").s()))
                        .as("owner of %s", shard)
                        .isEqualTo(fleet.pid(victim));
            }
        });
    }

    private static long epoch(Map<String, AttributeValue> row) {
        return Long.parseLong(row.get("LeaseEpoch").n());
    }

    private void assertItReadsAgain() {
        int next = fleet.load().next();
        fleet.load().resume();
        await("records processed by the worker that was frozen").until(() -> fleet.processed().stream()
                .anyMatch(record -> record.run() == victim && record.index() >= next));
    }

    private static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
