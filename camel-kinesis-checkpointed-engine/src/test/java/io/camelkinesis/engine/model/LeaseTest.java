// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.Given;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeaseTest {

    private final Lease absent = Lease.absent(Given.open("shardId-2", "shardId-0", "shardId-1"));

    @Test
    void aShardWithoutARowIsFreeAndKnowsItsParents() {
        assertThat(absent.stored()).isFalse();
        assertThat(absent.isFree()).isTrue();
        assertThat(absent.epoch()).isZero();
        assertThat(absent.checkpoint()).isNull();
        assertThat(absent.parents()).containsExactly("shardId-0", "shardId-1");
    }

    @Test
    void eachClaimRaisesTheEpochAndKeepsTheCheckpoint() {
        Lease first = absent.claimedBy("a", "t1").committedAt(SequenceNumber.of("7", 2), "t2");
        Lease second = first.claimedBy("b", "t3");
        assertThat(first.isHeldBy("a", 1)).isTrue();
        assertThat(second.isHeldBy("b", 2)).isTrue();
        assertThat(second.isHeldBy("a", 1)).isFalse();
        assertThat(second.isHeldBy("b", 1)).isFalse();
        assertThat(second.checkpoint()).isEqualTo(SequenceNumber.of("7", 2));
        assertThat(second.leaseTimeout()).isEqualTo("t3");
    }

    @Test
    void aCheckpointOfAWholeRecordDropsTheSubSequenceOfTheLast() {
        Lease partly = absent.claimedBy("a", "t").committedAt(SequenceNumber.of("7", 2), "t");
        assertThat(partly.subSequence()).isEqualTo(2);
        Lease wholly = partly.committedAt(SequenceNumber.of("7"), "t");
        assertThat(wholly.subSequence()).isNull();
        assertThat(wholly.checkpoint()).isEqualTo(SequenceNumber.of("7"));
    }

    @Test
    void releasedIsFreeUnderTheSameEpoch() {
        Lease released = absent.claimedBy("a", "t")
                .committedAt(SequenceNumber.of("7"), "t")
                .released();
        assertThat(released.isFree()).isTrue();
        assertThat(released.epoch()).isEqualTo(1);
        assertThat(released.checkpoint()).isEqualTo(SequenceNumber.of("7"));
        assertThat(released.leaseTimeout()).isNull();
    }

    @Test
    void consumedIsNeitherFreeNorHeld() {
        Lease consumed = absent.claimedBy("a", "t").consumed();
        assertThat(consumed.ended()).isTrue();
        assertThat(consumed.owner()).isNull();
        assertThat(consumed.isFree()).isFalse();
        assertThat(consumed.isHeldBy("a", 1)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "TRIM_HORIZON", "-5", "12 34"})
    void garbageIsNoCheckpointAndIsKeptAsItIs(String text) {
        Lease lease = row(text, null).claimedBy("a", "t");
        assertThat(lease.checkpoint()).isNull();
        assertThat(lease.sequenceText()).isEqualTo(text);
    }

    @Test
    void aSubSequenceThatCannotBeIsIgnored() {
        assertThat(row("7", -1L).checkpoint()).isEqualTo(SequenceNumber.of("7"));
        assertThat(row(null, 3L).checkpoint()).isNull();
    }

    @Test
    void insideAnAggregateTheSequenceNumberStaysAtTheLastWholeRecord() {
        Lease first = absent.claimedBy("a", "t").committedAt(SequenceNumber.of("7", 2), null, "t");
        assertThat(first.sequenceText()).as("nothing whole is known").isNull();
        assertThat(first.checkpoint()).isEqualTo(SequenceNumber.of("7", 2));
        Lease next = first.committedAt(SequenceNumber.of("9", 0), SequenceNumber.of("8"), "t");
        assertThat(next.sequenceText()).isEqualTo("8");
        assertThat(next.aggregateText()).isEqualTo("9");
        assertThat(next.checkpoint()).isEqualTo(SequenceNumber.of("9", 0));
        Lease further = next.committedAt(SequenceNumber.of("9", 5), null, "t");
        assertThat(further.sequenceText()).isEqualTo("8");
        assertThat(further.released().checkpoint()).isEqualTo(SequenceNumber.of("9", 5));
    }

    @Test
    void aNumberBehindTheAggregateThatAnotherProgramStoredCounts() {
        assertThat(row("8", 3L, "9").checkpoint()).isEqualTo(SequenceNumber.of("9", 3));
        assertThat(row("9", 3L, "9").checkpoint()).isEqualTo(SequenceNumber.of("9"));
        assertThat(row("10", 3L, "9").checkpoint()).isEqualTo(SequenceNumber.of("10"));
        assertThat(row("8", null, "9").checkpoint()).as("without a place in it").isEqualTo(SequenceNumber.of("8"));
        assertThat(row("8", 3L, "nine").checkpoint()).isEqualTo(SequenceNumber.of("8"));
        assertThat(row("eight", 3L, "9").checkpoint()).isEqualTo(SequenceNumber.of("9", 3));
    }

    @Test
    void aPlaceWithoutAnAggregateLiesInTheSequenceNumberItselfWhichIsNotWhole() {
        Lease imported = row("7", 3L).claimedBy("a", "t");
        assertThat(imported.checkpoint()).isEqualTo(SequenceNumber.of("7", 3));
        Lease further = imported.committedAt(SequenceNumber.of("7", 4), null, "t");
        assertThat(further.sequenceText()).isNull();
        assertThat(further.checkpoint()).isEqualTo(SequenceNumber.of("7", 4));
    }

    private static Lease row(String text, Long sub, String aggregate) {
        return new Lease(Given.SHARD, true, null, 1, text, sub, aggregate, List.of(), false, null, null);
    }

    @Test
    void whatAResetWroteStaysThroughAllChanges() {
        Lease reset =
                new Lease(Given.SHARD, true, null, 1, null, null, null, List.of(), false, null, Position.TRIM_HORIZON);
        Lease held = reset.claimedBy("a", "t").committedAt(SequenceNumber.of("7"), "t");
        assertThat(held.startPosition()).isEqualTo(Position.TRIM_HORIZON);
        assertThat(held.released().startPosition()).isEqualTo(Position.TRIM_HORIZON);
        assertThat(held.consumed().startPosition()).isEqualTo(Position.TRIM_HORIZON);
        assertThat(absent.startPosition()).isNull();
    }

    private static Lease row(String text, Long sub) {
        return new Lease(Given.SHARD, true, null, 1, text, sub, List.of(), false, null);
    }
}
