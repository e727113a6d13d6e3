// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import static io.camelkinesis.engine.Given.STREAM;
import static io.camelkinesis.engine.Given.closed;
import static io.camelkinesis.engine.Given.consumed;
import static io.camelkinesis.engine.Given.lease;
import static io.camelkinesis.engine.Given.open;
import static io.camelkinesis.engine.Given.reset;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.Shard;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamSelection;
import io.camelkinesis.engine.runtime.WorkerEvent;
import io.camelkinesis.engine.table.FakeLeaseTable;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that somebody deletes: what a worker knows of them stays true. Children of what it has consumed are begun at once. */
class VanishedRowsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final LeaseRig rig = new LeaseRig();
    private final LeaseCoordinator leases =
            new LeaseCoordinator(rig.context, List.of(new StreamSelection(STREAM, List.of())), () -> {});

    private void start(Shard... shards) {
        rig.list(shards);
        rig.run(() -> leases.start());
    }

    private static ShardId id(String shard) {
        return STREAM.shard(shard);
    }

    @AfterEach
    void nothingBroke() {
        rig.assertNoBugs();
    }

    @Test
    void theRowOfAConsumedShardIsWrittenAgainAsConsumed() {
        rig.table.put(consumed("0", "9"));
        start(closed("0"), open("1", "0"));
        Lease before = rig.row("0");
        for (int i = 0; i < 5; i++) {
            rig.table.rows.remove(id("0"));
            rig.advance(LeaseRig.REBALANCE);
        }
        assertThat(rig.row("0")).isEqualTo(before);
        assertThat(rig.holder.heard).as("nothing is read again, nothing lost").hasSize(1);
        assertThat(rig.events(WorkerEvent.EndRestored.class)).hasSize(5);
    }

    @Test
    void theRowOfAShardThatTheLastListingLacksIsNotWrittenAgain() {
        rig.table.put(consumed("0", "9"));
        start(closed("0"), open("1", "0"));
        rig.list(open("1", "0"));
        rig.advance(LeaseRig.REBALANCE);
        rig.table.rows.remove(id("0"));
        rig.advance(LeaseRig.HEARTBEAT.multipliedBy(4));
        assertThat(rig.table.count("restore"))
                .as("another may have seen that it has left, and retired it")
                .isZero();
    }

    @Test
    void theRowOfAShardThatHasLeftSinceTheLastListingIsNotWrittenAgain() {
        rig.table.put(consumed("0", "9"));
        start(closed("0"), open("1", "0"));
        rig.list(open("1", "0"));
        rig.table.rows.remove(id("0"));
        rig.advance(LeaseRig.HEARTBEAT.multipliedBy(4));
        assertThat(rig.table.count("restore"))
                .as("another may have seen that it has left, and retired it")
                .isZero();
    }

    @Test
    void aRowThatAnotherProgramHasClaimedInBetweenIsStillThatOfAConsumedShard() {
        rig.table.put(consumed("0", "9"));
        start(closed("0"), open("1", "0"));
        rig.table.put(lease("0", "bento", 0, "9"));
        rig.advance(LeaseRig.REBALANCE);
        assertThat(rig.holder.shards()).containsExactly(id("1"));
        rig.table.rows.remove(id("0"));
        rig.advance(LeaseRig.REBALANCE);
        assertThat(rig.row("0").ended()).isTrue();
    }

    /** Who has not seen the end claims the absent row under epoch 1, and may die before he has come to the end himself. */
    @ParameterizedTest
    @ValueSource(longs = {1, 5})
    void aRowThatOneHasClaimedWhoDidNotKnowOfTheEndIsMarkedAsConsumedWhenHeIsDead(long epoch) {
        rig.table.put(lease("0", null, 5, "9").consumed());
        start(closed("0"), open("1", "0"));
        rig.beatOf("other", 1);
        Lease unknowing = lease("0", "other", epoch, null);
        rig.table.put(unknowing);
        rig.advance(LeaseRig.HEARTBEAT);
        assertThat(rig.row("0")).as("he may be at work").isEqualTo(unknowing);
        rig.advance(LeaseRig.REBALANCE.multipliedBy(3));
        assertThat(rig.row("0").ended()).isTrue();
        assertThat(rig.holder.shards()).as("it is not read again").containsExactly(id("1"));
        rig.table.put(reset("0", rig.row("0").epoch() + 1, Position.TRIM_HORIZON));
        rig.advance(LeaseRig.REBALANCE);
        assertThat(rig.holder.shards()).as("a reset is believed").contains(id("0"));
    }

    /** The table may answer nothing just then, and the row may vanish before it does. */
    @Test
    void whoHasConsumedAShardKnowsItWithoutReadingItsRow() {
        start(open("0"), open("1"));
        rig.list(closed("0"), open("1"), open("2", "0"));
        rig.table.hold("read");
        Lease end = rig.row("0").consumed();
        rig.table.rows.remove(id("0"));
        rig.run(() -> {
            rig.holder.leases.remove(id("0"));
            leases.closed(end, true);
        });
        rig.advance(LeaseRig.REBALANCE);
        assertThat(rig.holder.shards()).as("it is not read again").containsExactly(id("1"), id("2"));
        assertThat(rig.row("0")).isEqualTo(end);
    }

    @Test
    void anEndThatIsHeardOfAfterAResetUndoesNothing() {
        start(open("0"), open("1"));
        rig.list(closed("0"), open("1"), open("2", "0"));
        Lease end = rig.row("0").consumed();
        rig.table.put(reset("0", 2, Position.TRIM_HORIZON));
        rig.advance(LeaseRig.HEARTBEAT.multipliedBy(2));
        rig.run(() -> {
            rig.holder.leases.remove(id("0"));
            leases.closed(end, true);
        });
        assertThat(rig.holder.shards()).contains(id("0"));
        assertThat(rig.row("0").ended()).isFalse();
    }

    @Test
    void anEpochIsRememberedWhileItsShardIsNotListed() {
        rig.table.put(lease("0", null, 41, "7"));
        start(open("0"), open("1"));
        rig.list(open("1"));
        rig.advance(LeaseRig.REBALANCE.multipliedBy(3));
        rig.run(() -> {
            rig.table.rows.remove(id("0"));
            rig.holder.leases.remove(id("0"));
        });
        rig.advance(LeaseRig.REBALANCE);
        rig.list(open("0"), open("1"));
        rig.advance(LeaseRig.REBALANCE);
        assertThat(rig.row("0").isHeldBy("me", 43)).isTrue();
    }

    @Test
    void aResetIsBelieved() {
        rig.table.put(consumed("0", "9"));
        start(closed("0"), open("1", "0"));
        rig.table.put(reset("0", 2, Position.TRIM_HORIZON));
        rig.advance(LeaseRig.REBALANCE);
        assertThat(rig.holder.shards()).contains(id("0"));
        assertThat(rig.table.count("restore")).isZero();
    }

    @Test
    void epochsGoOnWhereTheyWereWhenARowIsDeleted() {
        rig.table.put(lease("0", null, 41, "7"));
        start(open("0"));
        Lease held = rig.row("0");
        assertThat(held.epoch()).isEqualTo(42);
        rig.table.rows.remove(id("0"));
        rig.advance(LeaseRig.REBALANCE.multipliedBy(2));
        rig.run(() -> leases.closed(held, false));
        assertThat(rig.row("0").isHeldBy("me", 43)).isTrue();
    }

    /** The simulation found it, seed 2888: a worker that had just started claimed the absent row, and gave it back. */
    @Test
    void epochsGoOnWhereTheyWereWhenAnotherHasBegunAnewInBetween() {
        rig.table.put(lease("0", null, 9, "7"));
        start(open("0"));
        rig.run(() -> {
            rig.table.put(lease("0", null, 1, "7"));
            rig.holder.leases.remove(id("0"));
        });
        rig.advance(LeaseRig.REBALANCE);
        assertThat(rig.row("0").isHeldBy("me", 11)).isTrue();
        assertThat(rig.holder.held(id("0"))).isEqualTo(rig.row("0"));
    }

    @Test
    void aClaimUnderARememberedEpochIsFoundInTheRowWhenItsAnswerIsLost() {
        rig.table.put(lease("0", null, 9, "7"));
        start(open("0"));
        rig.run(() -> {
            rig.table.put(lease("0", null, 1, "7"));
            rig.holder.leases.remove(id("0"));
        });
        rig.table.hold("claim");
        rig.advance(LeaseRig.REBALANCE);
        rig.table.next("claim").perform().lose();
        rig.advance(SECOND);
        assertThat(rig.holder.held(id("0"))).isEqualTo(rig.row("0"));
        assertThat(rig.row("0").epoch()).isEqualTo(11);
    }

    @Test
    void anEpochUnderWhichALeaseWentOnIsNotUsedTwice() {
        rig.table.put(lease("0", null, 41, "7"));
        start(open("0"));
        rig.table.hold("beat", "claim");
        rig.advance(LeaseRig.LEASE_PERIOD);
        while (rig.table.waiting("claim") == 0) {
            rig.table.next("beat").answer();
            rig.advance(SECOND);
        }
        FakeLeaseTable.Call<?> renewal = rig.table.next("claim").perform();
        rig.table.holdNothing();
        rig.run(() -> {
            rig.table.rows.remove(id("0"));
            renewal.answer();
        });
        assertThat(rig.holder.heard).endsWith("renew 0 under 43");
        rig.run(() -> rig.holder.leases.remove(id("0")));
        rig.advance(LeaseRig.REBALANCE.multipliedBy(2));
        assertThat(rig.row("0").isHeldBy("me", 44)).isTrue();
    }

    @Test
    void theChildrenOfWhatWasConsumedHereAreBegunAtOnceWhoeverTheyAreAssignedTo() {
        start(open("0"), open("1"));
        for (int i = 0; i < 8; i++) {
            rig.beatOf("other" + i, 0);
        }
        rig.advance(SECOND.multipliedBy(6));
        rig.list(closed("0"), open("1"), open("2", "0"), open("3", "0"));
        rig.table.put(rig.row("0").consumed());
        rig.run(() -> {
            rig.holder.leases.remove(id("0"));
            leases.closed(rig.row("0"), true);
        });
        assertThat(rig.holder.shards()).contains(id("2"), id("3"));
    }

    @Test
    void aChildThatAnotherHasFoundIsKnownFromItsRow() {
        start(open("0"));
        rig.beatOf("other", 1);
        rig.table.put(lease("0", "other", 3, "9").consumed());
        Lease child = Lease.absent(open("1", "0")).claimedBy("other", "T").released();
        rig.table.put(child);
        rig.listing.failure = new IllegalStateException("throttled");
        for (int i = 0; i < 8; i++) {
            rig.advance(LeaseRig.HEARTBEAT);
        }
        assertThat(rig.holder.shards()).contains(id("1"));
    }
}
