// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import static io.camelkinesis.engine.Given.seq;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.table.FakeLeaseTable.Call;
import org.junit.jupiter.api.Test;

/** Routes store the checkpoint in transactions of their own: the committer reads what is there. */
class StoredByRouteTest extends CommitterFixture {

    @Test
    void whatTheRouteHasStoredIsReadAndNotWritten() {
        routeStores(5);
        doneAndStored(5);
        rig.advance(HOUR);
        assertThat(rig.table.calls).containsExactly("read shardId-0");
        assertThat(committer.committed()).isEqualTo(seq(5));
        assertThat(heard).isEmpty();
    }

    @Test
    void oneReadAPeriodHoweverManyTransactions() {
        rig.table.hold("read");
        for (int number = 1; number <= 100; number++) {
            routeStores(number);
            doneAndStored(number);
        }
        rig.advance(PERIOD);
        assertThat(rig.table.calls).hasSize(1);
        Call<?> look = next("read").perform();
        routeStores(101);
        doneAndStored(101);
        look.answer();
        rig.settle();
        assertThat(rig.table.calls).hasSize(1);
        rig.advance(PERIOD);
        answer("read");
        rig.advance(HOUR);
        assertThat(rig.table.calls).containsExactly("read shardId-0", "read shardId-0");
        assertThat(committer.committed()).isEqualTo(seq(101));
    }

    @Test
    void whatItOnlySaidIsWrittenAfterAll() {
        doneAndStored(5);
        rig.advance(HOUR);
        assertThat(rig.table.calls).containsExactly("read shardId-0", "commit shardId-0 5");
        assertThat(row().checkpoint()).isEqualTo(seq(5));
    }

    @Test
    void recordsWithoutATransactionAreWrittenOnTopOfWhatWasStored() {
        routeStores(5);
        doneAndStored(5);
        done(7);
        rig.advance(HOUR);
        assertThat(rig.table.calls).containsExactly("read shardId-0", "commit shardId-0 7");
        assertThat(row().checkpoint()).isEqualTo(seq(7));
    }

    @Test
    void aWriteThatATransactionOvertakesIsNoLoss() {
        rig.table.hold("commit");
        done(4);
        rig.advance(PERIOD);
        routeStores(5);
        rig.table.holdNothing();
        answer("commit");
        assertThat(row().checkpoint()).isEqualTo(seq(5));
        doneAndStored(5);
        rig.advance(HOUR);
        assertThat(row().checkpoint()).isEqualTo(seq(5));
        assertThat(committer.committed()).isEqualTo(seq(5));
        assertThat(heard).isEmpty();
    }

    @Test
    void theLastWordComesAfterALook() {
        routeStores(5);
        doneAndStored(5);
        release();
        assertThat(rig.table.calls).containsExactly("read shardId-0", "release shardId-0");
        assertThat(heard).containsExactly("closed");
        assertThat(row().checkpoint()).isEqualTo(seq(5));
        assertThat(row().isFree()).isTrue();
    }

    @Test
    void theLastWordComesAfterWhatTheRouteOnlySaid() {
        doneAndStored(5);
        release();
        assertThat(rig.table.calls).containsExactly("read shardId-0", "commit shardId-0 5", "release shardId-0");
        assertThat(row().checkpoint()).isEqualTo(seq(5));
    }

    @Test
    void aLeaseThatIsAnothersIsSeenInTheLook() {
        rig.table.put(row().claimedBy("other", "T"));
        doneAndStored(5);
        rig.advance(PERIOD);
        assertThat(heard).containsExactly("lost: held by other under epoch 4");
    }

    @Test
    void aRenewalTellsWhatWasStored() {
        routeStores(5);
        doneAndStored(5);
        rig.run(committer::suspend);
        Lease claimed = reclaimed();
        rig.run(() -> committer.renewed(claimed));
        rig.advance(HOUR);
        assertThat(rig.table.calls).isEmpty();
        assertThat(committer.committed()).isEqualTo(seq(5));
    }
}
