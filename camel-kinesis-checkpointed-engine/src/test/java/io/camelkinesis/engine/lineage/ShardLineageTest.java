// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lineage;

import static io.camelkinesis.engine.Given.closed;
import static io.camelkinesis.engine.Given.consumed;
import static io.camelkinesis.engine.Given.lease;
import static io.camelkinesis.engine.Given.open;
import static io.camelkinesis.engine.Given.reset;
import static io.camelkinesis.engine.Given.seq;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.model.GroupStart;
import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.Shard;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ShardLineageTest {

    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Position AT_T0 = new Position.AtTimestamp(T0);
    private static final GroupStart FROM_NOW = new GroupStart(AT_T0, T0);
    private static final GroupStart FROM_OLDEST = new GroupStart(Position.TRIM_HORIZON, T0);

    private static ShardLineage lineage(List<Shard> listed, Lease... rows) {
        return new ShardLineage(listed, List.of(rows));
    }

    private static List<String> names(List<Shard> shards) {
        return shards.stream().map(shard -> shard.id().name()).toList();
    }

    private static List<String> runnable(ShardLineage lineage) {
        return names(lineage.runnable());
    }

    private static List<String> waiting(ShardLineage lineage) {
        return names(lineage.waiting());
    }

    @Nested
    class Order {

        private final List<Shard> split = List.of(closed("0"), open("1", "0"), open("2", "0"));
        private final List<Shard> merge = List.of(closed("0"), closed("1"), open("2", "0", "1"));

        @Test
        void shardsWithoutParentsRunAtOnce() {
            ShardLineage lineage = lineage(List.of(open("1"), open("0")));
            assertThat(runnable(lineage)).containsExactly("0", "1");
            assertThat(waiting(lineage)).isEmpty();
        }

        @Test
        void theHalvesOfASplitWaitForTheirParent() {
            assertThat(runnable(lineage(split))).containsExactly("0");
            assertThat(waiting(lineage(split))).containsExactly("1", "2");
            assertThat(runnable(lineage(split, lease("0", "me", 1, "9")))).containsExactly("0");
            assertThat(runnable(lineage(split, consumed("0", "9")))).containsExactly("1", "2");
            assertThat(waiting(lineage(split, consumed("0", "9")))).isEmpty();
        }

        @Test
        void aMergedShardWaitsForBothParents() {
            assertThat(runnable(lineage(merge))).containsExactly("0", "1");
            assertThat(runnable(lineage(merge, consumed("0", "9")))).containsExactly("1");
            assertThat(waiting(lineage(merge, consumed("1", "9")))).containsExactly("2");
            assertThat(runnable(lineage(merge, consumed("0", "9"), consumed("1", "9"))))
                    .containsExactly("2");
        }

        @Test
        void aParentThatIsNotListedAnyMoreIsNotWaitedFor() {
            assertThat(runnable(lineage(List.of(open("1", "0"), open("2", "0")))))
                    .containsExactly("1", "2");
            assertThat(runnable(lineage(List.of(closed("1"), open("2", "0", "1")))))
                    .containsExactly("1");
            assertThat(runnable(lineage(List.of(open("2", "0", "1")), lease("0", "dead", 3, "9"))))
                    .containsExactly("2");
        }

        @Test
        void aParentThatMayOnlyBeMissingInTheListingIsWaitedFor() {
            Lease unread = lease("0", "dead", 3, "9");
            ShardLineage doubtful = new ShardLineage(
                    List.of(open("2", "0", "1")), List.of(unread), name -> !name.equals("0"), name -> false);
            assertThat(runnable(doubtful)).isEmpty();
            assertThat(waiting(doubtful)).containsExactly("2");
        }

        @Test
        void onlyTheChosenShardsCount() {
            ShardLineage chosen = lineage(List.of(open("2", "0", "1")));
            assertThat(runnable(chosen)).containsExactly("2");
        }

        @Test
        void whatIsConsumedNeitherRunsNorWaits() {
            ShardLineage lineage = lineage(merge, consumed("2", "9"));
            assertThat(runnable(lineage)).containsExactly("0", "1");
            assertThat(waiting(lineage)).isEmpty();
        }
    }

    @Nested
    class Start {

        private final Shard parent = closed("0");
        private final Shard child = open("1", "0");

        @Test
        void behindTheCheckpoint() {
            ShardLineage lineage = lineage(List.of(child), lease("1", null, 1, "42"));
            assertThat(lineage.start(child, FROM_NOW)).isEqualTo(new Position.After(seq(42)));
        }

        @Test
        void whereTheGroupBeganWhenNothingOfItsFamilyWasRead() {
            assertThat(lineage(List.of(parent)).start(parent, FROM_NOW)).isEqualTo(AT_T0);
            assertThat(lineage(List.of(parent)).start(parent, FROM_OLDEST)).isEqualTo(Position.TRIM_HORIZON);
        }

        @Test
        void aShardThatClosedBeforeTheGroupBeganBringsNothingOlderBackThroughItsChildren() {
            ShardLineage lineage = lineage(List.of(parent, child), consumed("0", null));
            assertThat(lineage.start(child, FROM_NOW)).isEqualTo(AT_T0);
            assertThat(lineage.start(child, FROM_OLDEST)).isEqualTo(Position.TRIM_HORIZON);
        }

        @Test
        void aChildOfAShardThatWasReadStartsAtItsBeginning() {
            ShardLineage lineage = lineage(List.of(parent, child), consumed("0", "9"));
            assertThat(lineage.start(child, FROM_NOW)).isEqualTo(Position.TRIM_HORIZON);
        }

        @Test
        void oneParentThatWasReadIsEnough() {
            Shard merged = open("2", "0", "1");
            ShardLineage lineage = lineage(List.of(merged), consumed("0", null), consumed("1", "9"));
            assertThat(lineage.start(merged, FROM_NOW)).isEqualTo(Position.TRIM_HORIZON);
        }

        @Test
        void whereAResetWantsItWhateverParentsAndGroupSay() {
            Lease parentRead = consumed("0", "9");
            assertThat(lineage(List.of(child), parentRead, reset("1", 2, AT_T0)).start(child, FROM_OLDEST))
                    .isEqualTo(AT_T0);
            assertThat(lineage(List.of(parent), reset("0", 2, Position.TRIM_HORIZON))
                            .start(parent, FROM_NOW))
                    .isEqualTo(Position.TRIM_HORIZON);
        }

        @Test
        void aCheckpointIsMoreThanAReset() {
            Lease committed = reset("1", 2, AT_T0).claimedBy("me", "T").committedAt(seq(42), "T");
            assertThat(lineage(List.of(child), committed).start(child, FROM_NOW))
                    .isEqualTo(new Position.After(seq(42)));
        }

        @Test
        void aRowThatIsYoungerThanTheViewCounts() {
            ShardLineage lineage = lineage(List.of(child), lease("1", null, 1, "42"));
            assertThat(lineage.start(child, reset("1", 2, AT_T0), FROM_OLDEST)).isEqualTo(AT_T0);
        }

        @Test
        void garbageIsNoCheckpointButShowsThatTheParentWasRead() {
            ShardLineage lineage = lineage(List.of(parent, child), lease("1", null, 1, "??"), consumed("0", "LATEST"));
            assertThat(lineage.start(child, FROM_NOW)).isEqualTo(Position.TRIM_HORIZON);
        }
    }

    @Nested
    class Retirement {

        @Test
        void aRowStaysWhileItsShardIsListed() {
            assertThat(lineage(List.of(closed("0")), consumed("0", "9")).retirable(owner -> true))
                    .isEmpty();
        }

        @Test
        void aRowGoesWhenItsShardIsNotListedAndItsListedChildrenHaveRows() {
            Lease old = consumed("0", "9");
            List<Shard> children = List.of(open("1", "0"), open("2", "0"));
            assertThat(lineage(children, old, lease("1", "me", 1, null)).retirable(owner -> true))
                    .as("2 must see that its parent was read")
                    .isEmpty();
            assertThat(lineage(children, old, lease("1", "me", 1, null), lease("2", "me", 1, null))
                            .retirable(owner -> true))
                    .containsExactly(old);
        }

        @Test
        void aRowStaysWhileNoChildProvesThatItsShardWasClosed() {
            assertThat(lineage(List.of(open("7")), consumed("0", "9")).retirable(owner -> true))
                    .isEmpty();
            assertThat(lineage(List.of(), lease("0", null, 4, "9")).retirable(owner -> true))
                    .isEmpty();
        }

        @Test
        void aRowStaysWhileItsShardMayOnlyBeMissingInTheListing() {
            Lease child = lease("1", "me", 1, null);
            ShardLineage doubtful = new ShardLineage(
                    List.of(open("1", "0")),
                    List.of(consumed("0", "9"), child),
                    name -> true,
                    name -> !name.equals("0"));
            assertThat(doubtful.retirable(owner -> true)).isEmpty();
        }

        @Test
        void aChildThatIsKnownByItsRowIsEnough() {
            Lease old = consumed("0", "9");
            Lease child = Lease.absent(closed("1", "0")).claimedBy("me", "T");
            assertThat(lineage(List.of(open("7")), old, child).retirable(owner -> true))
                    .containsExactly(old);
        }

        @Test
        void freeRowsAndRowsOfTheDeadOfShardsThatPassedOutOfRetentionGoToo() {
            Lease free = lease("0", null, 4, "9");
            Lease dead = lease("1", "dead", 4, "9");
            Lease child = lease("2", "me", 1, null);
            assertThat(lineage(List.of(open("2", "0", "1")), free, dead, child)
                            .retirable(owner -> !owner.equals("dead")))
                    .containsExactly(free, dead);
        }

        @Test
        void aRowThatSomebodyHoldsStays() {
            List<Shard> child = List.of(open("1", "0"));
            assertThat(lineage(child, lease("0", "other", 4, "9"), lease("1", null, 1, null))
                            .retirable(owner -> true))
                    .isEmpty();
        }
    }

    @Test
    void anOpenShardThatIsSaidToBeConsumedIsAContradiction() {
        ShardLineage lineage = lineage(
                List.of(open("0"), closed("1"), open("2")),
                consumed("0", "9"),
                consumed("1", "9"),
                lease("2", "me", 1, null));
        assertThat(lineage.contradictions()).containsExactly(open("0").id());
        assertThat(runnable(lineage)).doesNotContain("0");
    }

    @Test
    void theLeaseOfAShardIsItsRowOrAbsent() {
        Shard shard = open("1", "0");
        assertThat(lineage(List.of(shard)).lease(shard)).isEqualTo(Lease.absent(shard));
        Lease row = lease("1", "me", 3, "7");
        assertThat(lineage(List.of(shard), row).lease(shard)).isSameAs(row);
    }
}
