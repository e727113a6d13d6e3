// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import static io.camelkinesis.engine.Given.STREAM;
import static io.camelkinesis.engine.Given.closed;
import static io.camelkinesis.engine.Given.consumed;
import static io.camelkinesis.engine.Given.lease;
import static io.camelkinesis.engine.Given.open;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.lineage.ShardLineage;
import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Member;
import io.camelkinesis.engine.model.Shard;
import io.camelkinesis.engine.model.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeasePlanTest {

    private static final long PERIOD = Duration.ofSeconds(15).toNanos();

    private final FakeHolder holder = new FakeHolder();
    private final Membership membership = new Membership("me", Duration.ofSeconds(15));
    private final List<Shard> listed = new ArrayList<>();
    private final List<Lease> rows = new ArrayList<>();
    private long now = 1;

    private void members(String... ids) {
        membership.observe(
                Arrays.stream(ids).map(id -> new Member(id, 1, null, "", 0)).toList(), now, now, Instant.EPOCH);
    }

    /** Time passes in which nothing of what was seen moves. */
    private void nothingMoves(String... ids) {
        membership.observeStrangers(rows, now, now);
        now += PERIOD;
        members(ids);
    }

    private List<LeaseAction> plan() {
        membership.observeStrangers(rows, now, now);
        return LeasePlan.decide("me", List.of(scene()), holder);
    }

    private LeasePlan.Scene scene() {
        return new LeasePlan.Scene(new ShardLineage(listed, rows), membership, membership.alive());
    }

    private Lease row(String shard, String owner, long epoch) {
        Lease row = lease(shard, owner, epoch, "7");
        rows.add(row);
        return row;
    }

    private Shard listed(String shard) {
        Shard listing = open(shard);
        listed.add(listing);
        return listing;
    }

    private Lease held(String shard, long epoch) {
        Lease lease = lease(shard, "me", epoch, "7");
        holder.hold(lease);
        return lease;
    }

    @Test
    void aloneItClaimsAllThatMayRun() {
        Shard parent = closed("0");
        Shard child = open("1", "0");
        Shard other = open("2");
        listed.addAll(List.of(parent, child, other));
        Lease free = row("2", null, 4);
        assertThat(plan())
                .containsExactly(
                        new LeaseAction.Claim(parent, Lease.absent(parent)), new LeaseAction.Claim(other, free));
    }

    @Test
    void whatIsConsumedIsLeftAlone() {
        listed.add(closed("0"));
        rows.add(consumed("0", "9"));
        assertThat(plan()).isEmpty();
    }

    @Test
    void twoMembersClaimOneHalfEach() {
        members("other");
        for (int i = 0; i < 10; i++) {
            listed("shard-" + i);
        }
        assertThat(plan()).hasSize(5).allMatch(action -> action instanceof LeaseAction.Claim);
    }

    @Test
    void whenAnotherJoinsItHandsOverItsPart() {
        members("other");
        for (int i = 0; i < 4; i++) {
            listed("shard-" + i);
            rows.add(held("shard-" + i, 1));
        }
        assertThat(plan()).hasSize(2).allMatch(action -> action instanceof LeaseAction.HandOver);
    }

    @Test
    void whatALivingMemberShouldGiveUpIsAwaited() {
        members("other");
        for (int i = 0; i < 4; i++) {
            listed("shard-" + i);
            row("shard-" + i, "other", 1);
        }
        assertThat(plan()).hasSize(2).allMatch(action -> action instanceof LeaseAction.Await);
    }

    @Test
    void aLeaseOfADeadMemberIsClaimedAsItWasSeen() {
        members("other");
        Shard shard = listed("0");
        Lease row = row("0", "other", 6);
        assertThat(plan()).isEmpty();
        nothingMoves("other");
        assertThat(plan()).containsExactly(new LeaseAction.Claim(shard, row));
    }

    @Test
    void aLivingStrangerIsNotRobbedAndItsShardsAreNotShared() {
        listed("0");
        Shard free = listed("1");
        row("0", "redpanda", 0);
        assertThat(plan())
                .containsExactly(
                        new LeaseAction.AwaitStranger(STREAM.shard("0"), "redpanda"),
                        new LeaseAction.Claim(free, Lease.absent(free)));
    }

    @Test
    void aStrangerThatStoodStillForItsPatienceIs() {
        Shard shard = listed("0");
        Lease row = row("0", "redpanda", 0);
        plan();
        nothingMoves();
        assertThat(plan()).containsExactly(new LeaseAction.AwaitStranger(shard.id(), "redpanda"));
        now += Strangers.PATIENCE.toNanos();
        assertThat(plan()).containsExactly(new LeaseAction.Claim(shard, row));
    }

    @Test
    void aRowThatSaysItIsOursIsAdoptedByAClaim() {
        Shard shard = listed("0");
        Lease row = row("0", "me", 3);
        assertThat(plan()).containsExactly(new LeaseAction.Claim(shard, row));
    }

    @Test
    void orGivenBackWhenItShouldBeAnothers() {
        members("other");
        for (int i = 0; i < 3; i++) {
            listed("shard-" + i);
            row("shard-" + i, "me", 3);
        }
        assertThat(plan())
                .filteredOn(action -> action instanceof LeaseAction.ReleaseStray)
                .singleElement()
                .satisfies(action -> assertThat(
                                ((LeaseAction.ReleaseStray) action).seen().epoch())
                        .isEqualTo(3));
    }

    @Test
    void whatIsBarredIsNotClaimed() {
        listed("0");
        holder.barred.add(STREAM.shard("0"));
        assertThat(plan()).isEmpty();
    }

    @Test
    void whatWeHoldCountsAsOursAlthoughTheViewLagsBehind() {
        listed("0");
        held("0", 1);
        assertThat(plan()).as("no row yet").isEmpty();
    }

    @Test
    void aViewThatDoesNotNameUsIsVerified() {
        listed("0");
        row("0", "other", 1);
        held("0", 2);
        assertThat(plan())
                .as("a view that lags behind, or a program that drops the epoch")
                .containsExactly(new LeaseAction.Verify(STREAM.shard("0")));
        rows.clear();
        row("0", "other", 3);
        assertThat(plan()).containsExactly(new LeaseAction.Verify(STREAM.shard("0")));
        rows.clear();
        row("0", null, 2);
        assertThat(plan()).containsExactly(new LeaseAction.Verify(STREAM.shard("0")));
        rows.clear();
        row("0", "me", 2);
        assertThat(plan()).isEmpty();
    }

    @Test
    void onlyTheFirstMemberRetiresRows() {
        Lease old = consumed("0", "9");
        listed("1");
        rows.add(old);
        rows.add(Lease.absent(closed("1", "0")).claimedBy("me", "T"));
        members("zebra");
        assertThat(LeasePlan.tidy("me", List.of(scene()))).containsExactly(new LeaseAction.Retire(old));
        members("aardvark", "zebra");
        assertThat(LeasePlan.tidy("me", List.of(scene()))).isEmpty();
    }

    @Test
    void streamsOfTheSameMembersAreSharedOutTogether() {
        List<LeasePlan.Scene> scenes = new ArrayList<>();
        List<String> mine = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            StreamId stream = StreamId.of("stream-" + i);
            Membership both = new Membership("me", Duration.ofSeconds(15));
            both.observe(List.of(new Member("other", 1, null, "", 0)), now, now, Instant.EPOCH);
            Shard only = new Shard(stream.shard("0"), List.of(), false);
            scenes.add(new LeasePlan.Scene(new ShardLineage(List.of(only), List.of()), both, both.alive()));
        }
        LeasePlan.decide("me", scenes, holder).forEach(action -> mine.add(action.toString()));
        assertThat(mine).as("half of the shards, not of each stream").hasSize(3);
    }

    @Test
    void streamsOfOtherMembersAreSharedOutByThemselves() {
        Membership alone = new Membership("me", Duration.ofSeconds(15));
        Membership both = new Membership("me", Duration.ofSeconds(15));
        both.observe(List.of(new Member("other", 1, null, "", 0)), now, now, Instant.EPOCH);
        List<Shard> first = new ArrayList<>();
        List<Shard> second = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            first.add(new Shard(StreamId.of("first").shard("" + i), List.of(), false));
            second.add(new Shard(StreamId.of("second").shard("" + i), List.of(), false));
        }
        List<LeaseAction> actions = LeasePlan.decide(
                "me",
                List.of(
                        new LeasePlan.Scene(new ShardLineage(first, List.of()), alone, alone.alive()),
                        new LeasePlan.Scene(new ShardLineage(second, List.of()), both, both.alive())),
                holder);
        assertThat(actions).hasSize(4 + 2);
    }

    @Test
    void withoutShardsThereIsNothingToDo() {
        assertThat(plan()).isEmpty();
        assertThat(LeasePlan.decide("me", List.of(), holder)).isEmpty();
    }
}
