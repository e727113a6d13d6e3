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
    void whatAResetWroteStaysThroughAllChanges() {
        Lease reset = new Lease(Given.SHARD, true, null, 1, null, null, List.of(), false, null, Position.TRIM_HORIZON);
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
