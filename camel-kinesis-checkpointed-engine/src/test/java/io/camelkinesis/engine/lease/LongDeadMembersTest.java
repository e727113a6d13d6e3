// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.model.Member;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.model.StreamSelection;
import io.camelkinesis.engine.runtime.WorkerEvent;
import io.camelkinesis.engine.table.FakeLeaseTable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rows of members that died long ago are cleared away, by one worker, and never the row of one that lives. */
class LongDeadMembersTest {

    private static final StreamId STREAM = StreamId.of("orders");
    private static final Duration KEPT = LeaseRig.LEASE_PERIOD.multipliedBy(1 + Membership.KEPT_PERIODS);

    private final LeaseRig rig = new LeaseRig();
    private final FakeLeaseTable table = rig.table;
    private final StreamMembership me =
            new StreamMembership(new StreamSelection(STREAM, List.of()), rig.context, rig.calls, () -> {}, row -> {});

    @Test
    void theRowGoesTenLeasePeriodsAfterTheDeathWasSeen() {
        beat("dead", 7);
        join();
        live(KEPT.minus(LeaseRig.HEARTBEAT));
        assertThat(table.members(STREAM.stream())).containsKey("dead");

        live(LeaseRig.HEARTBEAT);
        assertThat(table.members(STREAM.stream())).containsOnlyKeys("me");
        assertThat(removed()).containsExactly("dead");

        live(KEPT.multipliedBy(2));
        assertThat(removed()).containsExactly("dead");
    }

    @Test
    void whatComesToLifeIsLeftAloneAlsoWhenThatIsSeenTooLate() {
        beat("frozen", 7);
        join();
        live(KEPT.minus(LeaseRig.HEARTBEAT));
        table.hold("leave");
        live(LeaseRig.HEARTBEAT);
        beat("frozen", 8);
        table.next("leave").answer();
        table.holdNothing();
        rig.time.settle();

        assertThat(table.members(STREAM.stream())).containsKey("frozen");
        live(KEPT.minus(LeaseRig.HEARTBEAT));
        assertThat(table.members(STREAM.stream())).containsKey("frozen");
        assertThat(removed()).isEmpty();
    }

    @Test
    void onlyTheFirstThatLivesDoesIt() {
        beat("dead", 7);
        join();
        for (long beat = 1; beat <= KEPT.toSeconds() / LeaseRig.HEARTBEAT.toSeconds() + 3; beat++) {
            beat("an earlier name", beat);
            live(LeaseRig.HEARTBEAT);
        }
        assertThat(table.members(STREAM.stream())).containsKey("dead");

        live(KEPT);
        assertThat(removed()).contains("dead");
    }

    @Test
    void withoutAnAnswerItIsTriedAgain() {
        beat("dead", 7);
        join();
        table.hold("leave");
        live(KEPT);
        live(LeaseRig.HEARTBEAT.multipliedBy(4));
        assertThat(table.count("leave")).isEqualTo(1);

        table.next("leave").lose();
        live(LeaseRig.HEARTBEAT);
        table.next("leave").answer();
        rig.time.settle();
        assertThat(removed()).containsExactly("dead");
    }

    @Test
    void aHundredDeadAreRemovedLittleByLittle() {
        IntStream.range(0, 100).forEach(i -> beat("dead-" + i, 1));
        join();
        table.hold("leave");
        live(KEPT);
        assertThat(table.waiting("leave")).isEqualTo(10);

        table.holdNothing();
        IntStream.range(0, 10).forEach(i -> table.next("leave").answer());
        live(LeaseRig.HEARTBEAT.multipliedBy(10));
        assertThat(table.members(STREAM.stream())).containsOnlyKeys("me");
    }

    private void join() {
        CompletionStage<Void> joined = me.join();
        rig.time.settle();
        assertThat(joined.toCompletableFuture()).isCompleted();
        rig.run(me::heartbeat);
    }

    private void beat(String id, long beat) {
        table.members(STREAM.stream()).put(id, new Member(id, beat, null, "host", 0));
    }

    private void live(Duration time) {
        for (long i = 0; i < time.dividedBy(LeaseRig.HEARTBEAT); i++) {
            rig.advance(LeaseRig.HEARTBEAT);
            rig.run(me::heartbeat);
        }
    }

    private List<String> removed() {
        return rig.events(WorkerEvent.MemberRemoved.class).stream()
                .map(WorkerEvent.MemberRemoved::clientId)
                .toList();
    }
}
