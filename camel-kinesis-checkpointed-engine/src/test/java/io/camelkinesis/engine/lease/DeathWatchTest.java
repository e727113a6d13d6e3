// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import static io.camelkinesis.engine.Given.STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.model.StreamSelection;
import io.camelkinesis.engine.runtime.WorkerEvent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A death is seen when leasePeriod is over, and not at some heartbeat after that. */
class DeathWatchTest {

    private static final Duration LATENCY = Duration.ofMillis(100);

    private final LeaseRig rig = new LeaseRig();
    private final StreamMembership me =
            new StreamMembership(new StreamSelection(STREAM, List.of()), rig.context, rig.calls, () -> {}, row -> {});

    @BeforeEach
    void join() {
        rig.run(() -> me.join());
        rig.table.hold("members");
    }

    @Test
    void aDeathIsSeenWhenLeasePeriodIsOver() {
        rig.beatOf("other", 0);
        heartbeats(3);
        assertThat(deaths()).isEmpty();

        // the look of this heartbeat begins a little less than leasePeriod after the answer that showed the last beat
        heartbeat();
        assertThat(deaths()).containsExactly("other");
    }

    @Test
    void whoeverBeatsIsNotLookedAtMoreOften() {
        rig.beatOf("other", 0);
        heartbeat();
        for (int i = 0; i < 10; i++) {
            rig.beatOf("other", 0);
            heartbeat();
        }
        assertThat(rig.table.count("members")).isEqualTo(11);
        assertThat(rig.table.waiting("members")).isZero();
    }

    @Test
    void nobodyIsWatchedAfterTheWorkerHasLeft() {
        rig.beatOf("other", 0);
        heartbeats(3);
        rig.run(() -> me.leave());
        int looks = rig.table.count("members");
        rig.advance(LeaseRig.LEASE_PERIOD.multipliedBy(2));
        assertThat(rig.table.count("members")).isEqualTo(looks);
    }

    private void heartbeats(int count) {
        for (int i = 0; i < count; i++) {
            heartbeat();
        }
    }

    /** A heartbeat, a look that takes a while, and the time until the next. */
    private void heartbeat() {
        rig.run(me::heartbeat);
        answerLooks();
        rig.advance(LeaseRig.HEARTBEAT.minus(LATENCY));
    }

    private void answerLooks() {
        rig.advance(LATENCY);
        while (rig.table.waiting("members") > 0) {
            rig.table.next("members").answer();
        }
        rig.time.settle();
    }

    private List<String> deaths() {
        return rig.events(WorkerEvent.MemberGone.class).stream()
                .filter(gone -> !gone.left())
                .map(WorkerEvent.MemberGone::clientId)
                .toList();
    }
}
