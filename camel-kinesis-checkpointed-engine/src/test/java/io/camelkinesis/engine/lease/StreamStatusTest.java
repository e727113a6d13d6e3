// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import static io.camelkinesis.engine.Given.STREAM;
import static io.camelkinesis.engine.Given.lease;
import static io.camelkinesis.engine.Given.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.camelkinesis.engine.model.Shard;
import io.camelkinesis.engine.model.StreamSelection;
import io.camelkinesis.engine.table.FakeLeaseTable;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a worker tells of its heartbeats, its looks and its fleet. */
class StreamStatusTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final LeaseRig rig = new LeaseRig();
    private final LeaseCoordinator leases =
            new LeaseCoordinator(rig.context, List.of(new StreamSelection(STREAM, List.of())), () -> {});

    private void start() {
        rig.run(leases::start);
    }

    private StreamStatus status() {
        return leases.status().get(0);
    }

    @Test
    void heartbeatsAndLooksAreFreshAndTheFleetIsKnown() {
        rig.list(open("0"), open("1"));
        rig.beatOf("other", 1);
        rig.table.put(lease("1", "other", 5, "9"));
        start();
        rig.advance(SECOND);
        StreamStatus status = status();
        assertThat(status.isInTerm()).isTrue();
        assertThat(status.sinceHeartbeat()).isEqualTo(SECOND);
        assertThat(status.heartbeat()).isNull();
        assertThat(status.look()).isNull();
        assertThat(status.sinceLook()).isLessThanOrEqualTo(SECOND);
        assertThat(status.listed()).containsExactly(STREAM.shard("0"), STREAM.shard("1"));
        assertThat(status.members())
                .extracting(member -> member.row().clientId(), SeenMember::isAlive, SeenMember::isSelf)
                .containsExactlyInAnyOrder(tuple("me", true, true), tuple("other", true, false));
        assertThat(status.leases()).anySatisfy(row -> assertThat(row.owner()).isEqualTo("other"));
        assertThat(status.contradicted()).isEmpty();
    }

    @Test
    void heartbeatsThatFailAreTroubleUntilOneIsTaken() {
        rig.list(open("0"));
        start();
        rig.table.hold("beat");
        Duration period = rig.context.settings().heartbeatPeriod();
        rig.advance(period);
        rig.table.next("beat").lose();
        rig.advance(period);
        rig.table.next("beat").lose();
        rig.advance(SECOND);
        Trouble trouble = status().heartbeat();
        assertThat(trouble.failures()).isEqualTo(2);
        assertThat(trouble.since()).isEqualTo(period.plus(SECOND));
        assertThat(trouble.errorAge()).isEqualTo(SECOND);
        assertThat(trouble.lastError()).isNotNull();
        assertThat(status().sinceHeartbeat()).isEqualTo(period.multipliedBy(2).plus(SECOND));
        rig.advance(rig.context.settings().leasePeriod());
        assertThat(status().isInTerm()).isFalse();
        rig.table.holdNothing();
        while (rig.table.isWaiting()) {
            rig.table.next("beat").answer();
        }
        rig.advance(period);
        assertThat(status().heartbeat()).isNull();
        assertThat(status().isInTerm()).isTrue();
    }

    @Test
    void looksThatFailAreTroubleUntilOneSucceeds() {
        rig.list(open("0"));
        start();
        rig.listing.failure = new IllegalStateException("no such stream");
        rig.advance(LeaseRig.REBALANCE.plus(SECOND.multipliedBy(3)));
        assertThat(status().look().lastError()).hasMessageContaining("no such stream");
        assertThat(status().look().failures()).isGreaterThan(1);
        rig.listing.failure = null;
        rig.advance(SECOND.multipliedBy(3));
        assertThat(status().look()).isNull();
    }

    @Test
    void aRowThatWasDeletedIsNoticedAtTheNextLookAndLooksCanBeAskedFor() {
        rig.list(open("0"));
        start();
        rig.advance(SECOND);
        rig.holder.heard.clear();
        rig.table.rows.clear();
        rig.run(() -> leases.lookIfOlder(Duration.ofMinutes(10)));
        assertThat(rig.holder.heard).as("it has looked a moment ago").isEmpty();
        rig.run(() -> leases.lookIfOlder(SECOND));
        assertThat(rig.holder.heard).containsExactly("lose 0: the row is gone");
        assertThat(leases.isSettled(STREAM.shard("0"))).isFalse();
        assertThat(leases.isSettled(STREAM.shard("7"))).as("not listed").isTrue();
    }

    @Test
    void rowsThatWereAskedForBeforeAClaimShowNothingOfIt() {
        rig.list(open("0"));
        rig.table.hold("claim");
        start();
        rig.table.hold("claim", "view");
        rig.advance(SECOND);
        rig.run(() -> leases.lookIfOlder(SECOND));
        rig.advance(SECOND);
        rig.table.holdNothing();
        FakeLeaseTable.Call<?> view = rig.table.next("view").perform();
        rig.table.next("claim").answer();
        rig.run(() -> assertThat(rig.holder.heard).hasSize(1));
        view.answer();
        rig.advance(SECOND);
        assertThat(rig.holder.heard).as("and nothing is lost").containsExactly("begin 0 at TrimHorizon[] under 1");
        assertThat(rig.table.count("read")).isZero();
    }

    @Test
    void aLookThatIsNotAnsweredIsToldWithItsTime() {
        rig.list(open("0"));
        start();
        assertThat(status().unanswered()).isNull();
        rig.table.hold("view");
        rig.advance(LeaseRig.REBALANCE);
        rig.advance(LeaseRig.REBALANCE);
        assertThat(status().unanswered()).isGreaterThanOrEqualTo(LeaseRig.REBALANCE);
        assertThat(status().look()).as("it has not failed").isNull();
        rig.table.holdNothing();
        rig.table.next("view").answer();
        rig.advance(SECOND);
        assertThat(status().unanswered()).isNull();
    }

    @Test
    void aListingThatIsNotAnsweredIsToldToo() {
        rig.list(open("0"));
        start();
        rig.listing.held = true;
        rig.advance(LeaseRig.REBALANCE);
        rig.advance(LeaseRig.REBALANCE);
        assertThat(status().unanswered()).isGreaterThanOrEqualTo(LeaseRig.REBALANCE);
    }

    @Test
    void aShardWhoseClaimIsNotAnsweredIsUnread() {
        rig.list(open("0"));
        rig.table.hold("claim");
        start();
        rig.advance(LeaseRig.REBALANCE.multipliedBy(2));
        assertThat(status().unread()).singleElement().satisfies(unread -> {
            assertThat(unread.shard()).isEqualTo(STREAM.shard("0"));
            assertThat(unread.since()).isGreaterThanOrEqualTo(LeaseRig.REBALANCE);
            assertThat(unread.waitsForItself()).isFalse();
        });
        rig.table.holdNothing();
        rig.table.next("claim").answer();
        rig.advance(LeaseRig.REBALANCE.multipliedBy(2));
        assertThat(status().unread()).isEmpty();
    }

    @Test
    void shardsWhoseParentsAreACycleAreToldWithThoseBehindThem() {
        rig.list(child("0", "1"), child("1", "0"), child("2", "1"), child("3", "3"), open("4"), child("5", "4"));
        start();
        rig.advance(LeaseRig.REBALANCE);
        assertThat(status().unread())
                .extracting(unread -> unread.shard().name(), UnreadShard::waitsForItself)
                .containsExactly(tuple("0", true), tuple("1", true), tuple("2", true), tuple("3", true));
    }

    private static Shard child(String name, String parent) {
        return new Shard(STREAM.shard(name), List.of(parent), false);
    }
}
