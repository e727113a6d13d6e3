// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Member;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.Shard;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.model.StreamIdentity;
import io.camelkinesis.engine.table.LeaseStore;
import io.camelkinesis.engine.table.LeaseWrite;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link LeaseStore} does. A test of an implementation extends this class and gives it a store on one table;
 * each case uses a stream of its own.
 */
public abstract class LeaseStoreContract extends MemberRowsContract {

    private static final int MANY = 1_500;
    private static final SequenceNumber S1 =
            SequenceNumber.of("49590338271490256608559692538361571095921575989136588801");
    private static final SequenceNumber S2 =
            SequenceNumber.of("49590338271490256608559692538361571095921575989136588802");
    private static final SequenceNumber S3 =
            SequenceNumber.of("49590338271490256608559692538361571095921575989136588803");

    private Shard shard;

    /** Writes the row of a shard as somebody might by hand, past all conditions. */
    protected abstract void edit(Lease row);

    /** Deletes the row of a shard as somebody might by hand. */
    protected abstract void delete(Lease row);

    @BeforeEach
    final void nameShard() {
        shard = new Shard(
                stream.shard("shardId-000000000002"), List.of("shardId-000000000000", "shardId-000000000001"), false);
    }

    private Lease applied(CompletionStage<LeaseWrite> write) throws Exception {
        LeaseWrite outcome = answerOf(write);
        assertThat(outcome).isInstanceOf(LeaseWrite.Applied.class);
        return ((LeaseWrite.Applied) outcome).lease();
    }

    private void refused(CompletionStage<LeaseWrite> write) throws Exception {
        Lease row = stored();
        assertThat(answerOf(write)).isEqualTo(new LeaseWrite.Refused(row));
        assertThat(stored()).isEqualTo(row);
    }

    /** The row that the outcome tells of, whatever the outcome. */
    private static Lease rowOf(LeaseWrite outcome) {
        return outcome.match(LeaseWrite.Applied::lease, LeaseWrite.Refused::current, unknown -> null);
    }

    private Lease stored() throws Exception {
        return answerOf(store.read(shard.id())).orElse(null);
    }

    private Lease claimedBy(String client) throws Exception {
        Lease row = stored();
        return applied(store.claim(row == null ? Lease.absent(shard) : row, client));
    }

    @Test
    void aShardWithoutARowIsClaimed() throws Exception {
        Lease lease = applied(store.claim(Lease.absent(shard), "a"));

        assertThat(lease.isHeldBy("a", 1)).isTrue();
        assertThat(lease.stored()).isTrue();
        assertThat(lease.parents()).containsExactly("shardId-000000000000", "shardId-000000000001");
        assertThat(lease.sequenceText()).isNull();
        assertThat(Instant.parse(lease.leaseTimeout())).isAfter(now().minus(SKEW));
        assertThat(stored()).isEqualTo(lease);
        assertThat(answerOf(store.view(stream)).leases()).containsExactly(lease);
    }

    @Test
    void aShardThatHasARowMeanwhileIsNotClaimedAsIfItHadNone() throws Exception {
        claimedBy("a");
        refused(store.claim(Lease.absent(shard), "b"));
    }

    @Test
    void eachClaimRaisesTheEpochAndKeepsTheCheckpoint() throws Exception {
        Lease first = applied(store.commit(claimedBy("a"), S1));
        Lease second = applied(store.claim(applied(store.release(first)), "b"));
        Lease third = applied(store.claim(second, "c"));

        assertThat(third.isHeldBy("c", 3)).isTrue();
        assertThat(third.checkpoint()).isEqualTo(S1);
        assertThat(third.parents()).isEqualTo(first.parents());
        assertThat(stored()).isEqualTo(third);
    }

    @Test
    void aClaimIsRefusedWhenTheRowIsNotAsSeen() throws Exception {
        Lease seen = claimedBy("a");
        Lease free = applied(store.release(seen));
        refused(store.claim(seen, "b"));
        Lease taken = applied(store.claim(free, "c"));
        refused(store.claim(free, "b"));
        refused(store.claim(seen, "b"));
        applied(store.release(taken));
        refused(store.claim(free, "b"));
    }

    @Test
    void aClaimIsRefusedWhenTheRowIsGone() throws Exception {
        Lease seen = applied(store.release(claimedBy("a")));
        delete(seen);
        refused(store.claim(seen, "b"));
    }

    @Test
    void anOwnerThatStillWritesIsNotTakenFor() throws Exception {
        Lease seen = claimedBy("a");
        String later = Instant.parse(seen.leaseTimeout()).plusSeconds(5).toString();
        edit(new Lease(shard.id(), true, "a", 1, null, null, seen.parents(), false, later));
        refused(store.claim(seen, "b"));
    }

    @Test
    void ofManyClaimersOneWins() throws Exception {
        Lease seen = Lease.absent(shard);
        for (int round = 1; round <= 3; round++) {
            seen = winnerOf(seen, round);
        }
    }

    private Lease winnerOf(Lease seen, int round) throws Exception {
        List<CompletionStage<LeaseWrite>> claims = IntStream.range(0, RACERS)
                .mapToObj(i -> store.claim(seen, "round-" + round + "-" + i))
                .toList();
        List<Lease> winners = new ArrayList<>();
        List<Lease> shownToLosers = new ArrayList<>();
        for (CompletionStage<LeaseWrite> claim : claims) {
            LeaseWrite outcome = answerOf(claim);
            (outcome instanceof LeaseWrite.Applied ? winners : shownToLosers).add(rowOf(outcome));
        }
        assertThat(winners).singleElement().satisfies(lease -> assertThat(lease.epoch())
                .isEqualTo(round));
        assertThat(shownToLosers).hasSize(RACERS - 1).containsOnly(winners.get(0));
        return winners.get(0);
    }

    @Test
    void aCommitStoresTheCheckpoint() throws Exception {
        Lease first = applied(store.commit(claimedBy("a"), S1));
        assertThat(first.checkpoint()).isEqualTo(S1);
        assertThat(stored()).isEqualTo(first);

        SequenceNumber partial = SequenceNumber.of(S2.digits(), 7);
        Lease second = applied(store.commit(first, partial));
        assertThat(second.checkpoint()).isEqualTo(partial);
        assertThat(stored()).isEqualTo(second);

        Lease third = applied(store.commit(second, S2));
        assertThat(third.checkpoint()).isEqualTo(S2);
        assertThat(third.subSequence()).isNull();
        assertThat(third.isHeldBy("a", 1)).isTrue();
        assertThat(stored()).isEqualTo(third);
    }

    @Test
    void aCommitInsideAnAggregateLeavesTheSequenceNumberAtTheLastWholeRecord() throws Exception {
        SequenceNumber inside = SequenceNumber.of(S2.digits(), 7);
        Lease first = applied(store.commit(claimedBy("a"), inside, null));
        assertThat(first.sequenceText()).isNull();
        assertThat(first.checkpoint()).isEqualTo(inside);

        SequenceNumber further = SequenceNumber.of(S3.digits(), 0);
        Lease second = applied(store.commit(first, further, S2));
        assertThat(second.sequenceText()).isEqualTo(S2.digits());
        assertThat(second.checkpoint()).isEqualTo(further);
        assertThat(stored()).isEqualTo(second);
        refused(store.commit(first, SequenceNumber.of(S2.digits(), 8), null));

        Lease third = applied(store.commit(second, SequenceNumber.of(S3.digits(), 1), null));
        assertThat(third.sequenceText()).as("what is stored stays").isEqualTo(S2.digits());
        assertThat(applied(store.release(third)).checkpoint()).isEqualTo(SequenceNumber.of(S3.digits(), 1));
    }

    @Test
    void aCommitThatWasDelayedOnItsWayDoesNotMoveBack() throws Exception {
        Lease before = claimedBy("a");
        Lease one = applied(store.commit(before, S1));
        applied(store.commit(one, S3));
        refused(store.commit(before, S1));
        refused(store.commit(one, S2));
        refused(store.commit(one, SequenceNumber.of(S3.digits(), 0)));
        assertThat(stored().checkpoint()).isEqualTo(S3);
    }

    @Test
    void aCommitBelowTheCheckpointIsABug() throws Exception {
        Lease held = applied(store.commit(claimedBy("a"), S2));
        assertThatThrownBy(() -> store.commit(held, S1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(S1.toString());
        assertThatThrownBy(() -> store.commit(held, SequenceNumber.of(S2.digits(), 3)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anOwnerThatWasReplacedWritesNothing() throws Exception {
        Lease old = applied(store.commit(claimedBy("a"), S1));
        applied(store.claim(old, "b"));
        refused(store.commit(old, S2));
        refused(store.release(old));
        refused(store.end(old));
        refused(store.retire(old));
    }

    @Test
    void anOwnerThatLostTheLeaseAndGotItAgainWritesUnderTheNewEpochOnly() throws Exception {
        Lease old = claimedBy("a");
        Lease again = applied(store.claim(applied(store.release(old)), "a"));
        refused(store.commit(old, S1));
        refused(store.end(old));
        refused(store.release(old));
        assertThat(applied(store.commit(again, S1)).checkpoint()).isEqualTo(S1);
    }

    @Test
    void nothingIsWrittenUnderARowThatIsGone() throws Exception {
        Lease held = claimedBy("a");
        delete(held);
        refused(store.commit(held, S1));
        refused(store.release(held));
        refused(store.end(held));
        refused(store.retire(held));
        assertThat(stored()).isNull();
    }

    @Test
    void aWriteThatComesTwiceShowsThatItIsDone() throws Exception {
        Lease absent = Lease.absent(shard);
        Lease claimed = applied(store.claim(absent, "a"));
        assertThat(rowOf(answerOf(store.claim(absent, "a")))).isEqualTo(claimed);
        Lease committed = applied(store.commit(claimed, S1));
        assertThat(rowOf(answerOf(store.commit(claimed, S1)))).isEqualTo(committed);
        Lease free = applied(store.release(committed));
        assertThat(rowOf(answerOf(store.release(committed)))).isEqualTo(free);
        Lease again = applied(store.claim(free, "a"));
        Lease ended = applied(store.end(again));
        assertThat(rowOf(answerOf(store.end(again)))).isEqualTo(ended);
        applied(store.retire(ended));
        assertThat(answerOf(store.retire(ended))).isEqualTo(new LeaseWrite.Refused(null));
    }

    @Test
    void aReleaseFreesTheRowAndKeepsWhatIsDone() throws Exception {
        Lease free = applied(store.release(applied(store.commit(claimedBy("a"), S1))));
        assertThat(free.isFree()).isTrue();
        assertThat(free.epoch()).isEqualTo(1);
        assertThat(free.checkpoint()).isEqualTo(S1);
        assertThat(free.leaseTimeout()).isNull();
        assertThat(stored()).isEqualTo(free);
    }

    @Test
    void anEndedShardIsClaimedByNobody() throws Exception {
        Lease ended = applied(store.end(applied(store.commit(claimedBy("a"), S1))));
        assertThat(ended.ended()).isTrue();
        assertThat(ended.owner()).isNull();
        assertThat(ended.checkpoint()).isEqualTo(S1);
        assertThat(stored()).isEqualTo(ended);
        refused(store.claim(ended, "b"));
        Lease asIfNotEnded = new Lease(shard.id(), true, null, 1, S1.digits(), null, ended.parents(), false, null);
        refused(store.claim(asIfNotEnded, "b"));
    }

    @Test
    void aRowIsRetiredAsItWasSeenOnly() throws Exception {
        Lease held = claimedBy("a");
        Lease ended = applied(store.end(applied(store.commit(held, S1))));
        refused(store.retire(held));
        refused(store.retire(new Lease(shard.id(), true, null, 1, null, null, ended.parents(), true, null)));
        refused(store.retire(new Lease(shard.id(), true, null, 1, S1.digits(), null, ended.parents(), false, null)));
        assertThat(answerOf(store.retire(ended))).isInstanceOf(LeaseWrite.Applied.class);
        assertThat(stored()).isNull();
    }

    @Test
    void aClaimTakesTheEpochThatItIsTold() throws Exception {
        Lease free = applied(store.release(claimedBy("a")));
        Lease held = applied(store.claim(free, "b", 12));
        assertThat(held.isHeldBy("b", 12)).isTrue();
        assertThat(stored()).isEqualTo(held);
        assertThat(rowOf(answerOf(store.claim(free, "b", 12)))).isEqualTo(held);
        refused(store.claim(free, "c", 13));
        applied(store.commit(held, S1));
    }

    @Test
    void theRowOfAConsumedShardIsWrittenAgainWhereThereIsNone() throws Exception {
        Lease ended = applied(store.end(applied(store.commit(claimedBy("a"), S1))));
        delete(ended);
        Lease restored = applied(store.restore(ended));
        assertThat(restored).isEqualTo(ended);
        assertThat(stored()).isEqualTo(ended);
        delete(ended);
        Lease other = applied(store.claim(Lease.absent(shard), "b", ended.epoch() + 1));
        assertThat(other.epoch()).isEqualTo(ended.epoch() + 1);
        refused(store.restore(ended));
    }

    @Test
    void aCheckpointThatIsNoNumberIsKeptUntilItIsReplaced() throws Exception {
        edit(new Lease(shard.id(), true, null, 4, "yesterday", null, List.of(), false, "soon"));
        Lease seen = stored();
        assertThat(seen.sequenceText()).isEqualTo("yesterday");
        assertThat(seen.checkpoint()).isNull();

        Lease held = applied(store.claim(seen, "a"));
        assertThat(held.isHeldBy("a", 5)).isTrue();
        assertThat(held.sequenceText()).isEqualTo("yesterday");
        assertThat(applied(store.commit(held, S1)).checkpoint()).isEqualTo(S1);
    }

    @Test
    void whereAResetWantsTheShardToStartIsKept() throws Exception {
        for (Position start :
                List.of(Position.TRIM_HORIZON, new Position.AtTimestamp(Instant.parse("2026-01-31T08:00:00Z")))) {
            edit(new Lease(shard.id(), true, null, 4, null, null, null, List.of(), false, null, start));
            Lease held = applied(store.claim(stored(), "a"));
            assertThat(held.startPosition()).isEqualTo(start);
            assertThat(applied(store.commit(held, S1)).startPosition()).isEqualTo(start);
            assertThat(stored().startPosition()).isEqualTo(start);
            assertThat(answerOf(store.view(stream)).leases()).containsExactly(stored());
        }
    }

    @Test
    void aRowOfAnotherProgramIsClaimedAndCommitted() throws Exception {
        edit(new Lease(
                shard.id(), true, "other-program", 0, S1.digits(), null, List.of(), false, "2020-01-01T00:00:00Z"));
        Lease held = applied(store.claim(stored(), "a"));
        assertThat(held.isHeldBy("a", 1)).isTrue();
        assertThat(applied(store.commit(held, S2)).checkpoint()).isEqualTo(S2);
    }

    @Test
    void whereAnotherProgramHasBegunLatestSkipsNothing() throws Exception {
        edit(new Lease(shard.id(), true, null, 0, null, null, List.of(), false, null));
        assertThat(answerOf(store.begin(stream, Position.LATEST)).position()).isEqualTo(Position.TRIM_HORIZON);
        assertThat(answerOf(store.begin(stream, Position.LATEST)).position()).isEqualTo(Position.TRIM_HORIZON);
    }

    @Test
    void whichStreamItIsIsLearnedOnceByAGroupThatHasBegun() throws Exception {
        StreamIdentity first = new StreamIdentity("arn:aws:kinesis:eu-west-1:1:stream/a", Instant.ofEpochSecond(100));
        StreamIdentity second = new StreamIdentity(first.arn(), Instant.ofEpochSecond(200));
        assertThat(answerOf(store.identity(stream, first))).as("not begun").isEmpty();
        answerOf(store.begin(stream, Position.TRIM_HORIZON));
        assertThat(answerOf(store.identity(stream, null))).isEmpty();
        assertThat(answerOf(store.identity(stream, first))).contains(first);
        assertThat(answerOf(store.identity(stream, second))).contains(first);
        assertThat(answerOf(store.identity(stream, null))).contains(first);
        assertThat(answerOf(store.begin(stream, Position.LATEST)).position()).isEqualTo(Position.TRIM_HORIZON);
    }

    @Test
    void allRowsOfALargeStreamAreSeen() throws Exception {
        String wide = "shardId-" + "0".repeat(100);
        List<Lease> rows = IntStream.range(0, MANY)
                .mapToObj(i -> new Lease(
                        stream.shard("shardId-%012d".formatted(i)),
                        true,
                        "worker-".repeat(20),
                        i,
                        "9".repeat(128),
                        null,
                        List.of(wide + i, wide + (i + 1)),
                        false,
                        "2026-01-31T08:00:00Z"))
                .toList();
        rows.forEach(this::edit);
        assertThat(answerOf(store.view(stream)).leases()).isEqualTo(rows);
    }

    @Test
    void membersAndTheGroupAreNotAmongTheLeases() throws Exception {
        Member member = new Member("a", 1, Instant.parse("2026-01-31T08:00:00Z"), "host-1", 1);
        answerOf(store.begin(stream, Position.TRIM_HORIZON));
        answerOf(store.beat(stream, member));
        Lease lease = claimedBy("a");
        assertThat(answerOf(store.view(stream))).satisfies(view -> {
            assertThat(view.leases()).containsExactly(lease);
            assertThat(view.members()).containsExactly(member);
            assertThat(view.oddities()).isEmpty();
        });
    }

    @Test
    void groupsAndStreamsOfOneTableDoNotSeeEachOther() throws Exception {
        Lease lease = claimedBy("a");
        answerOf(store.begin(stream, Position.TRIM_HORIZON));
        answerOf(store.beat(stream, new Member("a", 1, null, "", 0)));
        for (StreamId other : List.of(new StreamId(stream.stream(), "billing"), StreamId.of(stream.stream() + "2"))) {
            assertThat(answerOf(store.view(other)).leases()).isEmpty();
            assertThat(answerOf(store.members(other))).isEmpty();
            assertThat(answerOf(store.read(other.shard(shard.id().name())))).isEmpty();
            assertThat(answerOf(store.begin(other, Position.LATEST)).position())
                    .isInstanceOf(Position.AtTimestamp.class);
            Shard same = new Shard(other.shard(shard.id().name()), List.of(), false);
            assertThat(applied(store.claim(Lease.absent(same), "b")).epoch()).isEqualTo(1);
        }
        assertThat(stored()).isEqualTo(lease);
    }
}
