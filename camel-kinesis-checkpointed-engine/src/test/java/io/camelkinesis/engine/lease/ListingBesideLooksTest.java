// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import static io.camelkinesis.engine.Given.STREAM;
import static io.camelkinesis.engine.Given.closed;
import static io.camelkinesis.engine.Given.lease;
import static io.camelkinesis.engine.Given.open;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Shard;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.model.StreamSelection;
import io.camelkinesis.engine.runtime.WorkerEvent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A listing that fails or hangs holds up nobody: looks plan with the last good one. */
class ListingBesideLooksTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final StreamId SECOND_STREAM = StreamId.of("payments");

    private final LeaseRig rig = new LeaseRig();
    private LeaseCoordinator leases;

    private void start(StreamId... streams) {
        List<StreamSelection> all = Arrays.stream(streams)
                .map(stream -> new StreamSelection(stream, List.of()))
                .toList();
        leases = new LeaseCoordinator(rig.context, all, () -> {});
        rig.run(() -> leases.start());
    }

    private static ShardId id(String shard) {
        return STREAM.shard(shard);
    }

    @AfterEach
    void nothingBroke() {
        rig.assertNoBugs();
    }

    private void theOtherDies() {
        rig.advance(LeaseRig.LEASE_PERIOD.plus(LeaseRig.HEARTBEAT).plus(SECOND));
    }

    @Test
    void theShardsOfADeadMemberAreTakenOverWhileNothingCanBeListed() {
        rig.list(open("0"));
        rig.beatOf("other", 1);
        rig.table.put(lease("0", "other", 6, "7"));
        start(STREAM);
        rig.listing.failure = new IllegalStateException("denied");
        theOtherDies();
        assertThat(rig.holder.shards()).containsExactly(id("0"));
    }

    @Test
    void theShardsOfADeadMemberAreTakenOverWhileAListingHangs() {
        rig.list(open("0"));
        rig.beatOf("other", 1);
        start(STREAM);
        rig.listing.held = true;
        for (int beats = 0; beats < 10; beats++) {
            rig.beatOf("other", 1);
            rig.table.put(lease("0", "other", 6, "7"));
            rig.advance(LeaseRig.HEARTBEAT);
        }
        rig.holder.leases.clear();
        theOtherDies();
        assertThat(rig.listing.waiting).as("one, for all this time").hasSize(1);
        assertThat(rig.holder.shards()).containsExactly(id("0"));
    }

    @Test
    void aListingThatHangsHoldsUpNoOtherStream() {
        rig.list(open("0"));
        rig.listing.shards.put(SECOND_STREAM, List.of(new Shard(SECOND_STREAM.shard("0"), List.of(), false)));
        rig.beatOf("other", 1);
        rig.table.put(lease("0", "other", 6, "7"));
        start(STREAM, SECOND_STREAM);
        rig.listing.held = true;
        theOtherDies();
        rig.advance(LeaseRig.REBALANCE);
        assertThat(rig.holder.shards()).containsExactly(id("0"), SECOND_STREAM.shard("0"));
    }

    @Test
    void aListingThatFailsIsReportedAndTriedAgainWithGrowingDelays() {
        rig.list(closed("0"), open("1", "0"));
        start(STREAM);
        rig.listing.failure = new IllegalStateException("throttled");
        Lease row = rig.row("0");
        rig.table.put(row.consumed());
        rig.run(() -> {
            rig.holder.leases.remove(id("0"));
            leases.closed(rig.row("0"), true);
        });
        assertThat(rig.events(WorkerEvent.LookFailed.class)).hasSize(1);
        assertThat(rig.holder.shards()).as("it was listed before").containsExactly(id("1"));
        int calls = rig.listing.calls;
        rig.advance(LeaseRig.REBALANCE);
        assertThat(rig.listing.calls - calls).isBetween(3, 6);
        rig.listing.failure = null;
        rig.list(closed("0"), closed("1", "0"), open("2", "1"));
        rig.advance(LeaseRig.REBALANCE);
        assertThat(leases.status().get(0).look()).isNull();
        assertThat(leases.status().get(0).listed()).contains(id("2"));
    }

    @Test
    void whatFailsIsToldWithSinceWhen() {
        rig.list(open("0"));
        start(STREAM);
        rig.listing.failure = new IllegalStateException("denied");
        rig.advance(LeaseRig.REBALANCE.multipliedBy(2));
        Trouble trouble = leases.status().get(0).look();
        assertThat(trouble).isNotNull();
        assertThat(trouble.since()).isGreaterThanOrEqualTo(LeaseRig.REBALANCE.minus(SECOND));
    }
}
