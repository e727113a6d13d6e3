// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import static io.camelkinesis.engine.Given.STREAM;
import static io.camelkinesis.engine.Given.consumed;
import static io.camelkinesis.engine.Given.open;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.model.StreamIdentity;
import io.camelkinesis.engine.model.StreamSelection;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** That a stream was deleted and created again is said on proof only: ARN and creation time of the group's row. */
class RecreatedStreamTest {

    private static final StreamIdentity OLD = new StreamIdentity("arn:orders", Instant.ofEpochSecond(100));
    private static final StreamIdentity NEW = new StreamIdentity("arn:orders", Instant.ofEpochSecond(200));

    private final LeaseRig rig = new LeaseRig();
    private final LeaseCoordinator leases =
            new LeaseCoordinator(rig.context, List.of(new StreamSelection(STREAM, List.of())), () -> {});

    private StreamStatus afterStart() {
        rig.list(open("0"));
        rig.run(() -> leases.start());
        rig.advance(LeaseRig.REBALANCE.multipliedBy(2));
        return leases.status().get(0);
    }

    @AfterEach
    void nothingBroke() {
        rig.assertNoBugs();
    }

    @Test
    void aGroupLearnsWhichStreamItReads() {
        rig.listing.identity = OLD;
        assertThat(afterStart().isRecreated()).isFalse();
        assertThat(rig.table.identities).containsEntry(STREAM, OLD);
    }

    @Test
    void anotherCreationTimeIsProof() {
        rig.table.identities.put(STREAM, OLD);
        rig.listing.identity = NEW;
        assertThat(afterStart().isRecreated()).isTrue();
        assertThat(rig.table.identities).containsEntry(STREAM, OLD);
    }

    @Test
    void aContradictionIsNoProof() {
        rig.table.put(consumed("0", "9"));
        rig.table.identities.put(STREAM, OLD);
        rig.listing.identity = OLD;
        StreamStatus status = afterStart();
        assertThat(status.contradicted()).containsExactly(STREAM.shard("0"));
        assertThat(status.isRecreated()).isFalse();
    }

    @Test
    void nothingIsLearnedBesideAContradiction() {
        rig.table.put(consumed("0", "9"));
        rig.listing.identity = NEW;
        assertThat(afterStart().isRecreated()).isFalse();
        assertThat(rig.table.identities).isEmpty();
    }

    @Test
    void whereTheServiceMayNotBeAskedNothingIsSaid() {
        rig.table.identities.put(STREAM, OLD);
        assertThat(afterStart().isRecreated()).isFalse();
        assertThat(rig.table.count("identity")).isZero();
    }
}
