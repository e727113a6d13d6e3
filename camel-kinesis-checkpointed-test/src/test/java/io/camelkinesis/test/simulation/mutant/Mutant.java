// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation.mutant;

import java.util.List;
import java.util.Set;

/**
 * A bug that is planted into a copy of the sources, to see that the simulation finds it.
 *
 * @param name what it does wrong
 * @param source the file, from the sources' root
 * @param original the text it replaces; occurs exactly once
 * @param planted the text in its place
 * @param caughtBy the invariants of which one must be the first to break
 * @param likelySeed a seed that found it once; it is tried first
 */
record Mutant(String name, String source, String original, String planted, Set<String> caughtBy, long likelySeed) {

    private static final String CONSUME = "io/camelkinesis/engine/consume/";
    private static final String LEASE = "io/camelkinesis/engine/lease/";

    /** Bugs that show in any fleet. */
    static List<Mutant> ofFleets() {
        return List.of(
                new Mutant(
                        "the checkpoint is the highest record that is done",
                        CONSUME + "InFlightWindow.java",
                        "SequenceNumber end = null;",
                        "SequenceNumber end = unit.last();",
                        Set.of("CheckpointNeverAhead"),
                        2),
                new Mutant(
                        "the window lets one record too many in",
                        CONSUME + "InFlightWindow.java",
                        "span + records <= limit;",
                        "span + records <= limit + 1;",
                        Set.of("WindowBounded", "LaneSerial"),
                        2),
                new Mutant(
                        "a record that is done out of order frees the window",
                        CONSUME + "InFlightWindow.java",
                        "undone -= unit.records.size();",
                        "undone -= unit.records.size(); if (units.peekFirst() != unit) { span -= unit.records.size(); }",
                        Set.of("WindowBounded"),
                        2),
                new Mutant(
                        "records of a lane overlap",
                        CONSUME + "RecordLane.java",
                        "unit.waitsIn++;",
                        "",
                        Set.of("LaneSerial", "LaneInOrder", "NoBugs"),
                        1),
                new Mutant(
                        "a lost lease is ignored",
                        CONSUME + "CheckpointCommitter.java",
                        "listener.lost(",
                        "String.valueOf(",
                        Set.of("NoStartWhenFenced", "RepeatsExplained"),
                        22),
                new Mutant(
                        "a shard is ended before it is drained",
                        CONSUME + "ShardConsumer.java",
                        "waiting.isEmpty() && dispatcher.isEmpty()",
                        "waiting.isEmpty()",
                        Set.of("EndedOnlyWhenDrained"),
                        1),
                new Mutant(
                        "an unknown outcome is taken for success",
                        CONSUME + "CheckpointCommitter.java",
                        "later(unknown.cause());",
                        "onApplied.run(); proceed();",
                        Set.of("RepeatsExplained", "Progress"),
                        14),
                new Mutant(
                        "the lease is given back before the last checkpoint",
                        CONSUME + "CheckpointCommitter.java",
                        "if (isBehind() && wanted != null) {",
                        "if (lastWord == null && isBehind() && wanted != null) {",
                        Set.of("RepeatsExplained"),
                        1),
                new Mutant(
                        "an expired cursor starts over",
                        CONSUME + "ShardFetcher.java",
                        "pace.expired();",
                        "pace.expired(); position = Position.TRIM_HORIZON;",
                        Set.of("WindowBounded", "RepeatsExplained", "LaneSerial"),
                        1),
                new Mutant(
                        "a batch is done when it is bisected",
                        CONSUME + "FailedDeliveries.java",
                        "deliverer.split(unit, unit.size() / 2).forEach(deliverer::deliver);",
                        "deliverer.finish(unit);",
                        Set.of("CheckpointNeverAhead", "LaneInOrder"),
                        9),
                new Mutant(
                        "a bisected batch loses its second half",
                        CONSUME + "ShardDispatcher.java",
                        "InFlight second = unit.part(records, unit.size());",
                        "InFlight second = unit.part(unit.size() - 1, unit.size());",
                        Set.of("CheckpointNeverAhead", "LaneInOrder", "NoBugs", "Progress"),
                        9),
                new Mutant(
                        "the halves of a batch go in the wrong order",
                        CONSUME + "RecordLanes.java",
                        "lane.replace(unit, first, second);",
                        "lane.replace(unit, second, first);",
                        Set.of("LaneInOrder", "NoBugs"),
                        21),
                new Mutant(
                        "a dead letter is committed before it is accepted",
                        CONSUME + "FailedDeliveries.java",
                        "if (deliverer.isItsTurn(unit)) {\n                    deliverer.deliver(unit);",
                        "if (deliverer.isItsTurn(unit)) {\n                    deliverer.finish(unit);",
                        Set.of("CheckpointNeverAhead", "LaneInOrder"),
                        38),
                new Mutant(
                        "what is processed counts as completed",
                        CONSUME + "Ticket.java",
                        "outcome.processed(unit);",
                        "outcome.completed(unit);",
                        Set.of("NoBugs", "CheckpointNeverAhead", "EndedOnlyWhenDrained", "WindowBounded"),
                        9),
                new Mutant(
                        "a batch takes in records of keys that are on their way",
                        CONSUME + "RecordLanes.java",
                        "unit.partitionKeys().forEach(key -> enter(unit, key));",
                        "enter(unit, unit.partitionKey());",
                        Set.of("LaneSerial", "LaneInOrder", "NoBugs"),
                        21),
                new Mutant(
                        "no self-fence",
                        LEASE + "StreamMembership.java",
                        "sent + context.settings().termNanos();",
                        "sent + 1_000 * context.settings().termNanos();",
                        Set.of("NoStartWhenFenced"),
                        1),
                new Mutant(
                        "the self-fence is in the timer only",
                        CONSUME + "Ticket.java",
                        "if (outcome.isClosed() || !inTerm.getAsBoolean()) {",
                        "if (outcome.isClosed()) {",
                        Set.of("NoStartWhenFenced"),
                        6),
                new Mutant(
                        "reading goes on after the term",
                        CONSUME + "ShardConsumer.java",
                        "return dispatcher.isInTerm();",
                        "return dispatcher.isInTerm() || true;",
                        Set.of("NoStartWhenFenced"),
                        1),
                new Mutant(
                        "an aggregate is done with its first user record",
                        "io/camelkinesis/engine/model/StreamRecord.java",
                        "unpacked.last() ? sequence.whole() : sequence;",
                        "unpacked != null ? sequence.whole() : sequence;",
                        Set.of("CheckpointNeverAhead"),
                        2),
                new Mutant(
                        "reading on inside an aggregate starts it over",
                        CONSUME + "ShardFetcher.java",
                        "return (int) after.sequence().subSequence() + 1;",
                        "return 0;",
                        Set.of("RepeatsExplained"),
                        34),
                new Mutant(
                        "reading on inside an aggregate leaves out one too many",
                        CONSUME + "ShardFetcher.java",
                        "return (int) after.sequence().subSequence() + 1;",
                        "return Math.min((int) after.sequence().subSequence() + 2, records.get(0).parts() - 1);",
                        Set.of("LaneInOrder", "CheckpointNeverAhead", "WindowBounded"),
                        34),
                new Mutant(
                        "children start before their parents are consumed",
                        "io/camelkinesis/engine/lineage/ShardLineage.java",
                        "(!listed.containsKey(parent) && (isAway.test(parent) || wasBegun(child, parent)));",
                        "true;",
                        Set.of("ParentsBeforeChildren", "LaneInOrder"),
                        2),
                new Mutant(
                        "LATEST is evaluated again at each start",
                        "io/camelkinesis/engine/lineage/ShardLineage.java",
                        "Position.TRIM_HORIZON : group.position();",
                        "Position.TRIM_HORIZON"
                                + " : group.position() instanceof Position.AtTimestamp ? Position.LATEST : group.position();",
                        Set.of("Progress", "LaneInOrder", "CheckpointNeverAhead", "EndedOnlyWhenDrained"),
                        1),
                new Mutant(
                        "a claim takes no new epoch",
                        LEASE + "KnownRows.java",
                        "epoch(seen.shard())) + 1;",
                        "epoch(seen.shard()));",
                        Set.of("SingleEpochWrites"),
                        1),
                new Mutant(
                        "writes are not fenced",
                        "io/camelkinesis/test/lease/InMemoryLeaseTable.java",
                        "row.owner().equals(held.owner()) && row.epoch() == held.epoch()",
                        "held.owner() != null",
                        Set.of("SingleEpochWrites"),
                        9),
                new Mutant(
                        "a member is taken for dead too early",
                        LEASE + "Membership.java",
                        "if (after.isStale(asked, periodNanos)) {",
                        "if (after.isStale(asked, periodNanos / 20)) {",
                        Set.of("RepeatsExplained", "NotRobbed"),
                        3),
                new Mutant(
                        "the rows of living members are removed",
                        LEASE + "Membership.java",
                        """
                                for (String id : dead) {
                                    Sighting last = beats.get(id);
                                    if (last != null && last.isStale(asked, (1 + KEPT_PERIODS) * periodNanos)) {
                        """,
                        """
                                for (String id : beats.keySet()) {
                                    Sighting last = beats.get(id);
                                    if (last != null && last.isStale(asked, periodNanos / 20)) {
                        """,
                        Set.of("RowsOfTheLivingKept", "Stillness"),
                        1),
                new Mutant(
                        "the rows of the dead are kept when the first of all is dead",
                        LEASE + "Membership.java",
                        "return alive().first().equals(self);",
                        "return beats.isEmpty() || beats.keySet().iterator().next().compareTo(self) > 0;",
                        Set.of("RowsOfTheDead"),
                        1),
                new Mutant(
                        "a member whose row is old is given shards",
                        LEASE + "Membership.java",
                        "return member.seenAt() != null && member.seenAt().isBefore(wall.minusNanos(periodNanos));",
                        "return false;",
                        Set.of("ReleasedSoonClaimed", "MovesOnce"),
                        20),
                new Mutant(
                        "who has a shard is not preferred",
                        LEASE + "Assignment.java",
                        "if (place != null) {",
                        "if (place != null && place < 0) {",
                        Set.of("MovesOnce"),
                        20));
    }

    /** Bugs that show when answers, ports, tables and rows are not what they should be. */
    static List<Mutant> ofFaults() {
        return List.of(
                new Mutant(
                        "an answer without a place to go on ends an open shard",
                        CONSUME + "EndOfShard.java",
                        "&& (answer.ended() || (closedBeforeRead && unread.isEmpty() && answer.millisBehindLatest() == 0));",
                        ";",
                        Set.of("EndedOnlyWhenDrained"),
                        1),
                new Mutant(
                        "a shard that is denied is finished",
                        LEASE + "ShardEnds.java",
                        "if (!stream.isMissingAndClosed(shard)) {",
                        "if (stream.leases().isEmpty()) {",
                        Set.of("EndedOnlyWhenDrained"),
                        59),
                new Mutant(
                        "a listing proves what it lacks",
                        LEASE + "ListedShards.java",
                        "return since != null && askedNanos - since >= leavingTime.toNanos();",
                        "return since != null;",
                        Set.of("ParentsBeforeChildren", "LaneInOrder", "RepeatsExplained", "RowsKept"),
                        59),
                new Mutant(
                        "an end is not remembered when its row is gone",
                        LEASE + "KnownRows.java",
                        "if (end == null || row.epoch() >= end.epoch()) {",
                        "if (row.epoch() < 0) {",
                        Set.of("RepeatsExplained"),
                        23),
                new Mutant(
                        "a view without the row of an end is believed",
                        LEASE + "KnownRows.java",
                        "vanished(view, isOfInterest).forEach(row -> rows.put(row.shard(), row));",
                        "",
                        Set.of("RepeatsExplained"),
                        23),
                new Mutant(
                        "what a port throws goes through",
                        "io/camelkinesis/engine/runtime/PortCall.java",
                        "return CompletableFuture.failedFuture(thrown);",
                        "throw new IllegalStateException(thrown);",
                        Set.of("NoBugs", "Progress"),
                        1),
                new Mutant(
                        "an answer that is null is waited for",
                        "io/camelkinesis/engine/runtime/PortCall.java",
                        "return CompletableFuture.failedFuture(nothing(port));",
                        "return new CompletableFuture<>();",
                        Set.of("Progress", "RowsOfTheDead"),
                        9),
                new Mutant(
                        "a timer that was refused is forgotten",
                        "io/camelkinesis/engine/runtime/SerialLoop.java",
                        "refused.addLast(timer);",
                        "",
                        Set.of("Progress", "RowsOfTheDead"),
                        54),
                new Mutant(
                        "a turn of the loop that was refused is forgotten",
                        "io/camelkinesis/engine/runtime/SerialLoop.java",
                        "return !turn.taken.compareAndSet(false, true);",
                        "return true;",
                        Set.of("Progress", "RowsOfTheDead"),
                        7),
                new Mutant(
                        "a delivery that the sink refuses is forgotten",
                        CONSUME + "GuardedSink.java",
                        "delivery.failed(notTaken);\n        }\n    }\n\n    @Override",
                        "}\n    }\n\n    @Override",
                        Set.of("Progress"),
                        38),
                new Mutant(
                        "a row is retired when one listing lacks its shard",
                        "io/camelkinesis/engine/lineage/ShardLineage.java",
                        "&& isOver.test(name)\n                    && idle",
                        "&& idle",
                        Set.of("RowsKept"),
                        87),
                new Mutant(
                        "epochs begin anew with a new row",
                        LEASE + "KnownRows.java",
                        "Math.max(seen.epoch(), epoch(seen.shard())) + 1;",
                        "seen.epoch() + 1;",
                        Set.of("RowsKept"),
                        79),
                new Mutant(
                        "an end is written over the row that is there",
                        "io/camelkinesis/test/lease/InMemoryLeaseTable.java",
                        "Lease row = leases.get(ended.shard());\n        if (row != null) {",
                        "Lease row = null;\n        if (row != null) {",
                        Set.of("RowsKept"),
                        5),
                new Mutant(
                        "a throttled commit is tried again at once",
                        CONSUME + "CheckpointCommitter.java",
                        "retryNanos = now + context.pace().retry().toNanos();",
                        "retryNanos = now + context.pace().retry().toNanos() / 20;",
                        Set.of("CommitsPaced"),
                        2));
    }

    @Override
    public String toString() {
        return name;
    }
}
