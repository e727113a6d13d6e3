// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A fleet grows from one worker to four and shrinks to one again, under load: nothing is delivered twice. */
class VirtualScaleProofTest {

    private static final int SHARDS = 12;
    private static final FleetOptions OPTIONS = FleetOptions.defaults();
    /** Two heartbeats, and the time that a shard takes to be drained, committed, released, found and claimed. */
    private static final Duration BALANCED_WITHIN =
            OPTIONS.heartbeat().multipliedBy(2).plus(OPTIONS.route()).plus(Duration.ofMillis(1_500));

    @Test
    void growsAndShrinksUnderLoadWithoutRepeats() {
        SteadyFleet fleet = new SteadyFleet(OPTIONS, SHARDS);
        Waits waits = new Waits(fleet.time);
        fleet.world.check(waits);
        fleet.start("a");
        fleet.putEvery(Duration.ofMillis(10), 100, Duration.ofMinutes(3));
        fleet.advance(Duration.ofSeconds(40));

        List<SimulatedWorker> joining = List.of(fleet.start("b"), fleet.start("c"), fleet.start("d"));
        Duration grown = fleet.until(
                "four workers are balanced", () -> fleet.shares().size() == 4 && fleet.isBalanced(), BALANCED_WITHIN);
        fleet.advance(Duration.ofSeconds(40));
        assertThat(fleet.isBalanced()).isTrue();

        joining.forEach(SimulatedWorker::stop);
        Duration shrunk = fleet.until("one worker reads all", fleet::isBalanced, BALANCED_WITHIN);
        assertThat(fleet.shares()).containsOnlyKeys("a");
        fleet.advance(Duration.ofMinutes(2));
        fleet.until("all is done", fleet::isDone, Duration.ofSeconds(10));

        assertThat(waits.repeats()).isZero();
        assertThat(joining).allMatch(SimulatedWorker::isStopped);
        System.out.printf(
                Locale.ROOT,
                "FIGURE fleet.3 1 to 4 workers balanced after %.2f s, 4 to 1 after %.2f s, %d shards, %d records with"
                        + " exchanges of %d ms, %d repeats; a record waited %.2f s at most%n",
                grown.toMillis() / 1000.0,
                shrunk.toMillis() / 1000.0,
                SHARDS,
                fleet.world.puts(),
                OPTIONS.route().toMillis(),
                waits.repeats(),
                waits.longest().toMillis() / 1000.0);
    }

    /** Whenever in the life of the others a worker joins or leaves, and however many there are. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 7})
    void oneAfterTheOther(int most) {
        SteadyFleet fleet = new SteadyFleet(OPTIONS, SHARDS);
        Waits waits = new Waits(fleet.time);
        fleet.world.check(waits);
        fleet.putEvery(Duration.ofMillis(25), 100, Duration.ofMinutes(5));
        List<SimulatedWorker> workers = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            workers.add(fleet.start("w" + i));
            fleet.until("balanced after a join", fleet::isBalanced, BALANCED_WITHIN);
            fleet.advance(Duration.ofMillis(1_700L * i));
        }
        for (int i = 0; i < most - 1; i++) {
            workers.get(i).stop();
            fleet.until("balanced after a leave", fleet::isBalanced, BALANCED_WITHIN);
            fleet.advance(Duration.ofMillis(1_300L * i));
        }
        fleet.advance(Duration.ofMinutes(5).minus(fleet.time.elapsed()));
        fleet.until("all is done", fleet::isDone, Duration.ofSeconds(10));
        assertThat(waits.repeats()).isZero();
    }

    /** Puts under one key after the other, until a record is one of this worker's. */
    private static String putInShardOf(SteadyFleet fleet, String worker) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> fleet.world.put("key-" + i, "slow").shard())
                .filter(shard -> worker.equals(owner(fleet, shard)))
                .findFirst()
                .orElseThrow();
    }

    private static String owner(SteadyFleet fleet, String shard) {
        return fleet.world
                .table
                .lease(World.STREAM_ID.shard(shard))
                .orElseThrow()
                .owner();
    }

    /** A worker stops while an exchange of one of its shards takes long: the others of its shards are not held up. */
    @Test
    void aLongExchangeHoldsUpItsOwnShardOnly() {
        SteadyFleet fleet = new SteadyFleet(OPTIONS, SHARDS);
        fleet.start("a");
        SimulatedWorker leaving = fleet.start("b");
        fleet.until("balanced", fleet::isBalanced, Duration.ofMinutes(1));
        fleet.advance(Duration.ofSeconds(7));
        fleet.slowDown("b", Duration.ofSeconds(25));
        String slow = putInShardOf(fleet, "b");
        fleet.advance(Duration.ofSeconds(2));

        leaving.stop();
        fleet.until(
                "the other shards are read",
                () -> fleet.shares().equals(Map.of("a", SHARDS - 1, "b", 1)),
                BALANCED_WITHIN);
        assertThat(owner(fleet, slow)).isEqualTo("b");
        fleet.until("the last shard is read", fleet::isBalanced, Duration.ofSeconds(30));
        assertThat(leaving.isStopped()).isTrue();
    }
}
