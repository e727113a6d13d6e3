// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A short life of a fleet, with everything in it: worker a starts on three shards, one is split, worker b joins and is handed
 * half, two shards are merged, a leaves. Records come all the while. Somebody may be killed at one of the calls; then the
 * other one goes on, or, when there is none, a third that a supervisor starts.
 */
final class KillRun {

    static final FleetOptions OPTIONS = FleetOptions.brisk();

    /**
     * How long before a death a record may have been completed that is repeated: commitPeriod, the commit's way there and
     * back, and the exchange of a record below it.
     */
    static final Duration OLDEST_REPEAT = OPTIONS.commitPeriod()
            .plus(SteadyFleet.TABLE_LATENCY)
            .plus(SteadyFleet.TABLE_LATENCY)
            .plus(OPTIONS.route().multipliedBy(2));

    /** When the row of a dead worker has been removed: eleven leasePeriods after its last heartbeat, as seen by others. */
    private static final Duration ROWS_GONE =
            OPTIONS.leasePeriod().multipliedBy(11).plus(OPTIONS.heartbeat().multipliedBy(3));

    /** How long a record may wait when a worker has died: leasePeriod and two heartbeats. */
    static final Duration LONGEST_WAIT =
            OPTIONS.leasePeriod().plus(OPTIONS.heartbeat().multipliedBy(2));

    private static final Duration SPLIT = Duration.ofSeconds(4);
    private static final Duration JOIN = Duration.ofSeconds(8);
    private static final Duration MERGE = Duration.ofSeconds(13);
    private static final Duration LEAVE = Duration.ofSeconds(18);
    private static final Duration LAST_PUT = Duration.ofSeconds(24);
    /** After nobody is left, a supervisor starts a worker. */
    private static final Duration RESTART = Duration.ofSeconds(1);

    private final KillSwitch killSwitch;
    private final SteadyFleet fleet;
    private final Waits waits;
    private @Nullable SimulatedWorker a;
    private @Nullable SimulatedWorker b;
    private boolean killed;
    private List<String> calls = List.of();

    /** @param point null: nobody dies */
    KillRun(@Nullable KillPoint point) {
        killSwitch = new KillSwitch(point, this::kill);
        fleet = new SteadyFleet(OPTIONS, 3, world -> killSwitch);
        waits = new Waits(fleet.time);
        fleet.world.check(waits);
    }

    void run() {
        fleet.putEvery(Duration.ofMillis(100), 12, LAST_PUT);
        a = fleet.start("a");
        at(SPLIT, () -> fleet.world.split(fleet.kinesis.openShards(World.STREAM).get(0)));
        at(JOIN, () -> b = fleet.start("b"));
        at(MERGE, fleet.world::mergeNeighbours);
        at(LEAVE, () -> {
            if (a.isAlive() && b.isAlive()) {
                a.stop();
            }
        });
        fleet.advance(LAST_PUT);
        fleet.until("all done and balanced", () -> fleet.isDone() && fleet.isBalanced(), LONGEST_WAIT.multipliedBy(2));
        calls = List.copyOf(killSwitch.calls());
        if (killed) {
            fleet.advance(ROWS_GONE);
        }
    }

    private void at(Duration moment, Runnable action) {
        fleet.time.schedule(action, moment);
    }

    private void kill(String name) {
        fleet.alive().stream().filter(worker -> worker.name().equals(name)).forEach(SimulatedWorker::kill);
        killed = true;
        boolean somebodyStays = fleet.alive().stream().anyMatch(worker -> !worker.isStopping());
        if (somebodyStays) {
            waits.killed(fleet.time.elapsed());
        } else if (b == null) {
            waits.killed(JOIN);
        } else {
            waits.killed(fleet.time.elapsed().plus(RESTART));
            fleet.time.schedule(() -> fleet.start("c"), RESTART);
        }
    }

    /** Every call that was made until all was done: worker and operation. */
    List<String> calls() {
        return calls;
    }

    boolean somebodyWasKilled() {
        return killed;
    }

    Waits waits() {
        return waits;
    }

    /** Rows that name a worker that does not live: shards that nobody can take, and members that nobody clears away. */
    List<String> rowsOfTheDead() {
        List<String> living = fleet.alive().stream().map(SimulatedWorker::name).toList();
        List<String> rows = new ArrayList<>();
        fleet.world.table.leases(World.STREAM_ID).stream()
                .filter(lease -> lease.owner() != null && !living.contains(lease.owner()))
                .forEach(lease -> rows.add(lease.toString()));
        fleet.world.table.members(World.STREAM_ID).stream()
                .filter(member -> !living.contains(member.clientId()))
                .forEach(member -> rows.add(member.toString()));
        return rows;
    }
}
