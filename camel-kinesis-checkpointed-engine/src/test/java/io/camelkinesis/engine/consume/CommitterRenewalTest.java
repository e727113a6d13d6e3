// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import static io.camelkinesis.engine.Given.lease;
import static io.camelkinesis.engine.Given.seq;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.runtime.WorkerEvent;
import io.camelkinesis.engine.table.FakeLeaseTable.Call;
import org.junit.jupiter.api.Test;

/** A committer whose term is over for a while. */
class CommitterRenewalTest extends CommitterFixture {

    @Test
    void suspendedItWritesNothingUntilTheLeaseIsRenewed() {
        done(5);
        rig.run(committer::suspend);
        done(6);
        rig.advance(HOUR);
        assertThat(rig.table.calls).isEmpty();
        Lease claimed = reclaimed();
        rig.run(() -> committer.renewed(claimed));
        rig.advance(PERIOD);
        assertThat(row().checkpoint()).isEqualTo(seq(6));
        assertThat(committer.held().epoch()).isEqualTo(4);
    }

    @Test
    void aLastWordThatFellIntoTheSuspensionIsSaidAfterTheRenewal() {
        done(5);
        rig.run(committer::suspend);
        release();
        rig.advance(HOUR);
        assertThat(rig.table.calls).isEmpty();
        Lease claimed = reclaimed();
        rig.run(() -> committer.renewed(claimed));
        assertThat(rig.table.calls).containsExactly("commit shardId-0 5", "release shardId-0");
        assertThat(heard).containsExactly("closed");
    }

    @Test
    void aWriteOfTheOldEpochThatIsRefusedByOurOwnRenewalIsNoLoss() {
        rig.table.hold("commit");
        done(5);
        rig.advance(PERIOD);
        rig.run(committer::suspend);
        Lease claimed = reclaimed();
        answer("commit");
        assertThat(heard).isEmpty();
        rig.run(() -> committer.renewed(claimed));
        rig.advance(PERIOD);
        answer("commit");
        assertThat(row().checkpoint()).isEqualTo(seq(5));
        assertThat(heard).isEmpty();
    }

    @Test
    void aWriteOfTheOldEpochThatIsRefusedAfterTheRenewalIsNoLoss() {
        rig.table.hold("commit");
        done(5);
        rig.advance(PERIOD);
        rig.run(committer::suspend);
        Lease claimed = reclaimed();
        Call<?> old = next("commit");
        rig.run(() -> committer.renewed(claimed));
        old.answer();
        rig.settle();
        rig.table.holdNothing();
        rig.advance(PERIOD);
        assertThat(row().checkpoint()).isEqualTo(seq(5));
        assertThat(rig.events(WorkerEvent.CommitDelayed.class)).isEmpty();
        assertThat(heard).isEmpty();
    }

    @Test
    void aRowThatWasReadBeforeTheRenewalIsNoLoss() {
        rig.table.hold("commit", "read");
        done(5);
        rig.advance(PERIOD);
        loseRequest("commit");
        rig.advance(PERIOD);
        Call<?> before = next("read").perform();
        rig.run(committer::suspend);
        Lease claimed = reclaimed();
        rig.run(() -> committer.renewed(claimed));
        before.answer();
        rig.settle();
        rig.table.holdNothing();
        rig.advance(HOUR);
        assertThat(heard).isEmpty();
        assertThat(rig.table.waiting("commit") + rig.table.count("commit")).isGreaterThanOrEqualTo(2);
        assertThat(committer.held().epoch()).isEqualTo(4);
        assertThat(row().checkpoint()).isEqualTo(seq(5));
    }

    @Test
    void aReadBackFromBeforeTheRenewalDoesNotCrossTheLastWord() {
        rig.table.hold("commit", "release", "read");
        done(5);
        rig.advance(PERIOD);
        release();
        loseRequest("commit");
        rig.run(committer::suspend);
        Lease claimed = reclaimed();
        rig.run(() -> committer.renewed(claimed));
        rig.advance(PERIOD);
        assertThat(rig.table.waiting("commit") + rig.table.waiting("read"))
                .as("calls on their way")
                .isEqualTo(1);
    }

    @Test
    void aRenewalNeverMovesTheCheckpointBack() {
        done(5);
        rig.run(committer::suspend);
        rig.table.put(lease("shardId-0", "me", 4, "100"));
        rig.run(() -> committer.renewed(row()));
        rig.advance(HOUR);
        assertThat(row().checkpoint()).isEqualTo(seq(100));
        assertThat(committer.committed()).isEqualTo(seq(100));
    }
}
