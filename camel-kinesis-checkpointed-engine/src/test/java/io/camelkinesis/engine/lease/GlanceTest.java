// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import static io.camelkinesis.engine.Given.STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.model.Member;
import io.camelkinesis.engine.model.StreamSelection;
import io.camelkinesis.engine.runtime.WorkerEvent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who comes, goes or gives shards up is seen between two heartbeats. */
class GlanceTest {

    /** Heartbeats are 5 s apart, with two glances in between. */
    private static final Duration A_GLANCE = LeaseRig.HEARTBEAT.dividedBy(3).plusMillis(1);

    private final LeaseRig rig = new LeaseRig();
    private int changes;
    private final StreamMembership me = new StreamMembership(
            new StreamSelection(STREAM, List.of()), rig.context, rig.calls, () -> changes++, row -> {});

    @BeforeEach
    void twoMembers() {
        rig.run(() -> me.join());
        rig.beatOf("other", 3);
        rig.run(me::heartbeat);
        changes = 0;
    }

    private int looks() {
        return rig.table.count("members");
    }

    private int glances() {
        return rig.table.count("glance");
    }

    @Test
    void whoStaysIsGlancedAtAndNotLookedAt() {
        int looks = looks();
        rig.advance(LeaseRig.HEARTBEAT);
        assertThat(glances()).isEqualTo(2);
        rig.beatOf("other", 3);
        rig.advance(LeaseRig.HEARTBEAT);
        assertThat(glances()).as("until the next heartbeat there are no more").isEqualTo(2);
        assertThat(looks()).isEqualTo(looks);
        assertThat(changes).isZero();
    }

    @Test
    void whoLeavesIsMissedAtTheNextGlance() {
        rig.table.members(STREAM.stream()).remove("other");
        rig.advance(A_GLANCE);
        assertThat(rig.events(WorkerEvent.MemberGone.class))
                .containsExactly(new WorkerEvent.MemberGone(STREAM, "other", true));
        assertThat(changes).isEqualTo(1);
    }

    @Test
    void whoComesIsSeenAtTheNextGlance() {
        rig.beatOf("third", 0);
        rig.advance(A_GLANCE);
        assertThat(rig.events(WorkerEvent.MemberAppeared.class))
                .contains(new WorkerEvent.MemberAppeared(STREAM, "third"));
    }

    @Test
    void whoGivesAShardUpOrTakesNoMoreIsNews() {
        rig.beatOf("other", 2);
        rig.advance(A_GLANCE);
        assertThat(changes).isEqualTo(1);
        rig.table.members(STREAM.stream()).put("other", new Member("other", 100, null, "elsewhere", 2, List.of()));
        rig.advance(A_GLANCE);
        assertThat(changes).isEqualTo(2);
    }

    @Test
    void whoComesToLifeAgainIsNews() {
        for (int i = 0; i < 4; i++) {
            rig.advance(LeaseRig.HEARTBEAT);
            rig.run(me::heartbeat);
        }
        assertThat(rig.events(WorkerEvent.MemberGone.class)).hasSize(1);
        rig.beatOf("other", 3);
        rig.advance(A_GLANCE);
        assertThat(me.membership().alive()).contains("other");
    }

    @Test
    void aGlanceThatFailsIsFollowedByTheNext() {
        rig.table.hold("glance");
        rig.advance(A_GLANCE);
        rig.table.next("glance").lose();
        rig.advance(A_GLANCE);
        assertThat(glances()).isEqualTo(2);
    }

    @Test
    void nobodyGlancesAfterTheWorkerHasLeft() {
        rig.run(() -> me.leave());
        int glances = glances();
        rig.advance(LeaseRig.HEARTBEAT);
        assertThat(glances()).isEqualTo(glances);
    }
}
