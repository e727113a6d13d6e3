// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import static io.camelkinesis.engine.Given.STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.model.StreamSelection;
import io.camelkinesis.engine.runtime.WorkerEvent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which heartbeats are told of as written. */
class HeartbeatEventTest {

    private final LeaseRig rig = new LeaseRig();
    private final StreamMembership member =
            new StreamMembership(new StreamSelection(STREAM, List.of()), rig.context, rig.calls, () -> {}, row -> {});

    private List<WorkerEvent.Heartbeat> told() {
        return rig.events(WorkerEvent.Heartbeat.class);
    }

    @Test
    void theFirstIsToldToo() {
        rig.run(member::join);
        assertThat(told()).containsExactly(new WorkerEvent.Heartbeat(STREAM, Duration.ZERO));
    }

    @Test
    void itIsToldHowLongTheAnswerTook() {
        rig.run(member::join);
        rig.table.hold("beat");
        rig.run(member::heartbeat);
        rig.advance(Duration.ofSeconds(3));
        assertThat(told()).hasSize(1);
        rig.table.next("beat").answer();
        rig.advance(Duration.ZERO);
        assertThat(told()).hasSize(2).last().isEqualTo(new WorkerEvent.Heartbeat(STREAM, Duration.ofSeconds(3)));
    }

    @Test
    void oneThatFailsIsNot() {
        rig.run(member::join);
        rig.table.hold("beat");
        rig.run(member::heartbeat);
        rig.table.next("beat").lose();
        rig.advance(Duration.ZERO);
        assertThat(told()).hasSize(1);
        assertThat(rig.events(WorkerEvent.HeartbeatMissed.class)).hasSize(1);
    }
}
