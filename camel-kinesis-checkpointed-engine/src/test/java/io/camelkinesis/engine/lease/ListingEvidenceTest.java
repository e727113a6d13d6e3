// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import static io.camelkinesis.engine.Given.STREAM;
import static io.camelkinesis.engine.Given.closed;
import static io.camelkinesis.engine.Given.consumed;
import static io.camelkinesis.engine.Given.lease;
import static io.camelkinesis.engine.Given.open;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Shard;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamSelection;
import io.camelkinesis.engine.runtime.WorkerEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a listing proves: that what it shows is so, and nothing about what it lacks. */
class ListingEvidenceTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private final LeaseRig rig = new LeaseRig();
    private final LeaseCoordinator leases =
            new LeaseCoordinator(rig.context, List.of(new StreamSelection(STREAM, List.of())), () -> {});

    private ListingEvidenceTest start(Shard... shards) {
        rig.list(shards);
        rig.run(() -> leases.start());
        return this;
    }

    private static ShardId id(String shard) {
        return STREAM.shard(shard);
    }

    private void gone(String shard) {
        rig.run(() -> leases.ends().gone(id(shard)));
    }

    private List<String> finished() {
        return rig.holder.heard.stream()
                .filter(heard -> heard.startsWith("finish"))
                .toList();
    }

    private void answer(Shard... shards) {
        rig.listing.waiting.remove(0).complete(List.of(shards));
        rig.time.settle();
    }

    @AfterEach
    void nothingBroke() {
        rig.assertNoBugs();
    }

    @Test
    void anOpenShardIsNotFinishedHoweverOftenItIsUnknownAndNotListed() {
        start(open("0"), open("1"));
        rig.list(open("0"));
        for (int i = 0; i < 10; i++) {
            gone("1");
            rig.advance(SECOND);
        }
        assertThat(finished()).isEmpty();
        rig.advance(HOUR);
        gone("1");
        gone("1");
        assertThat(finished()).isEmpty();
        assertThat(rig.row("1")).as("its checkpoint is kept").isNotNull();
    }

    @Test
    void aClosedShardIsFinishedWhenItIsUnknownAndNotListedTwice() {
        start(closed("0"), open("1", "0"));
        rig.list(open("1", "0"));
        gone("0");
        assertThat(finished()).isEmpty();
        gone("0");
        assertThat(finished()).containsExactly("finish 0");
    }

    @Test
    void aShardWhoseChildIsListedWasClosed() {
        start(open("0"));
        rig.list(open("1", "0"));
        gone("0");
        gone("0");
        assertThat(finished()).containsExactly("finish 0");
    }

    @Test
    void aShardThatIsListedIsReadOnWhateverTheServiceSays() {
        start(closed("0"), open("1", "0"));
        for (int i = 0; i < 3; i++) {
            gone("0");
        }
        rig.list(open("1", "0"));
        gone("0");
        rig.list(closed("0"), open("1", "0"));
        gone("0");
        rig.list(open("1", "0"));
        gone("0");
        assertThat(finished()).as("not twice in a row").isEmpty();
    }

    @Test
    void aListingThatWasAskedForBeforeTheQuestionIsNotItsAnswer() {
        start(open("0"));
        rig.listing.held = true;
        gone("7");
        rig.advance(SECOND);
        gone("0");
        rig.advance(SECOND);
        gone("7");
        assertThat(rig.listing.waiting).as("one on its way").hasSize(1);
        answer(open("1", "0"));
        assertThat(rig.listing.waiting).as("one for all who asked meanwhile").hasSize(1);
        rig.advance(SECOND);
        gone("0");
        answer(open("1", "0"));
        assertThat(finished()).as("one answer, and none of before").isEmpty();
        answer(open("1", "0"));
        assertThat(finished()).containsExactly("finish 0");
    }

    @Test
    void aListingThatIsNotAnsweredIsGivenUpAndHeardNoMore() {
        start(open("0"));
        rig.listing.held = true;
        gone("0");
        CompletableFuture<List<Shard>> lost = rig.listing.waiting.remove(0);
        rig.listing.held = false;
        rig.advance(ShardListing.LONGEST.plus(SECOND));
        assertThat(rig.events(WorkerEvent.LookFailed.class)).isNotEmpty();
        lost.complete(List.of(open("7")));
        rig.advance(HOUR);
        assertThat(rig.row("7")).isNull();
    }

    @Test
    void anEmptyListingIsAFailedLook() {
        rig.table.put(consumed("9", "9"));
        start(closed("0"), open("1", "0"));
        rig.list();
        rig.advance(HOUR);
        assertThat(rig.events(WorkerEvent.LookFailed.class)).isNotEmpty();
        assertThat(rig.events(WorkerEvent.LeaseRetired.class)).isEmpty();
        assertThat(rig.table.rows).hasSize(2);
        assertThat(rig.holder.shards()).containsExactly(id("0"));
    }

    @Test
    void aListingThatLacksAParentDoesNotLetItsChildrenStart() {
        start(closed("0"), open("1", "0"));
        rig.run(() -> {
            rig.table.put(rig.row("0").released());
            rig.holder.leases.clear();
            rig.holder.barred.add(id("0"));
            rig.list(open("1", "0"));
            leases.closed(rig.row("0"), true);
        });
        rig.advance(LeaseRig.REBALANCE.minus(SECOND));
        assertThat(rig.holder.shards()).isEmpty();
        rig.advance(LeaseRig.REBALANCE);
        assertThat(rig.holder.shards()).as("it has left").containsExactly(id("1"));
    }

    @Test
    void aListingThatWasAnsweredLateProvesNoLongAbsence() {
        start(closed("0"), open("1", "0"));
        rig.listing.held = true;
        rig.run(() -> {
            rig.table.put(rig.row("0").released());
            rig.holder.leases.clear();
            rig.holder.barred.add(id("0"));
            leases.closed(rig.row("0"), true);
        });
        rig.advance(LeaseRig.REBALANCE);
        answer(open("1", "0"));
        gone("7");
        answer(open("1", "0"));
        assertThat(rig.holder.shards()).as("both may tell of the same moment").isEmpty();
        rig.advance(LeaseRig.REBALANCE);
        answer(open("1", "0"));
        assertThat(rig.holder.shards()).containsExactly(id("1"));
    }

    @Test
    void aParentThatTheFirstListingsLackIsWaitedFor() {
        theChildWaitsUntilItsParentIsListed();
    }

    @Test
    void aParentWithARowThatTheFirstListingsLackIsWaitedFor() {
        rig.table.put(lease("0", null, 3, "9"));
        theChildWaitsUntilItsParentIsListed();
    }

    private void theChildWaitsUntilItsParentIsListed() {
        start(open("1", "0"));
        rig.advance(SECOND);
        rig.run(() -> leases.ends().gone(id("7")));
        assertThat(rig.holder.shards()).as("two listings lack it").isEmpty();
        rig.list(closed("0"), open("1", "0"));
        rig.advance(LeaseRig.REBALANCE);
        assertThat(rig.holder.shards()).containsExactly(id("0"));
    }

    @Test
    void aParentThatNoListingOfAWholeRebalancePeriodShowsIsNotWaitedFor() {
        rig.table.put(lease("3", null, 3, "9"));
        start(open("1", "0"), open("2", "3"));
        rig.advance(LeaseRig.REBALANCE.minus(SECOND));
        assertThat(rig.holder.shards()).isEmpty();
        rig.advance(SECOND);
        assertThat(rig.holder.shards()).containsExactly(id("1"), id("2"));
    }

    @Test
    void aShardThatWasBegunOnceDoesNotWaitForAParentOfWhichNothingIsLeft() {
        rig.table.put(lease("1", null, 1, null));
        start(open("1", "0"));
        assertThat(rig.holder.shards()).containsExactly(id("1"));
    }

    @Test
    void aRowIsRetiredWhenItsShardIsMissingForLongAndItsChildrenHaveRows() {
        rig.table.put(consumed("0", "9"));
        start(closed("0"), open("1", "0"));
        rig.advance(LeaseRig.REBALANCE);
        rig.list(open("1", "0"));
        rig.advance(LeaseRig.REBALANCE);
        rig.list(closed("0"), open("1", "0"));
        rig.advance(LeaseRig.REBALANCE);
        assertThat(rig.row("0")).as("one listing lacked it").isNotNull();
        rig.list(open("1", "0"));
        rig.advance(LeaseRig.REBALANCE);
        assertThat(rig.row("0")).isNotNull();
        rig.advance(LeaseRig.REBALANCE.multipliedBy(2));
        assertThat(rig.row("0")).isNull();
        assertThat(rig.row("1")).isNotNull();
        assertThat(rig.events(WorkerEvent.LeaseRetired.class)).hasSize(1);
    }

    @Test
    void theRowOfAShardThatWasOpenWhenItWasLastListedStays() {
        start(open("0"));
        rig.table.put(rig.row("0").consumed());
        rig.list(open("1", "0"));
        rig.advance(LeaseRig.REBALANCE.multipliedBy(4));
        assertThat(rig.row("0"))
                .as("listings left it out while it was open, and may show it again")
                .isNotNull();
        assertThat(rig.row("1")).isNotNull();
    }

    @Test
    void aRowWithACheckpointStaysWhileNothingProvesThatItsShardWasClosed() {
        start(open("0"), open("1"));
        rig.table.put(lease("1", null, 3, "9"));
        rig.list(open("0"));
        rig.advance(HOUR);
        assertThat(rig.row("1")).isNotNull();
    }

    @Test
    void aRowThatWasReadUnderAnEarlierClaimSaysNothingOfThePresentOne() {
        start(open("0"));
        rig.table.put(lease("0", "other", 2, null));
        rig.table.hold("read");
        rig.advance(LeaseRig.REBALANCE.plus(SECOND));
        var late = rig.table.next("read").perform();
        Lease again = lease("0", "me", 3, null);
        rig.table.put(again);
        rig.run(() -> rig.holder.hold(again));
        late.answer();
        rig.time.settle();
        assertThat(rig.holder.heard).noneMatch(heard -> heard.startsWith("lose"));
    }
}
