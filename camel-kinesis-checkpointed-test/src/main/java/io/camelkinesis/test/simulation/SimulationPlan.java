// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.consume.Ordering;
import java.time.Duration;
import java.util.Random;

/**
 * One world, drawn from a seed.
 *
 * @param seed what it was drawn from; all further chance of the run comes from it too
 * @param ordering of the routes
 * @param checkpointLimit of the routes
 * @param leasePeriod of the fleet
 * @param commitPeriod of the fleet
 * @param drainTimeout of the fleet
 * @param workers how many there are at first
 * @param shards how many there are at first
 * @param keys different partition keys
 * @param records how many are put during the chaos
 * @param chaos how long things go wrong
 * @param tableFaults chance of each kind of fault per call to the lease table
 * @param streamFaults chance of each kind of fault per call to the stream
 * @param routeFailures chance that a delivery fails
 * @param stuckRoutes chance that a delivery takes minutes
 * @param latest whether the group begins at LATEST; then records are put only after it has begun
 * @param lateReads chance that a call to the stream is answered seconds late
 * @param endlessRoutes chance that a delivery outlasts all that goes wrong
 * @param blowsToAll how often something happens to all workers at once, to a clock, or to a shard and its children
 * @param calm whether nothing happens but that workers join, leave and die, one at a time
 * @param route what the routes ask for beside their order
 * @param troubles what else goes wrong
 */
public record SimulationPlan(
        long seed,
        Ordering ordering,
        int checkpointLimit,
        Duration leasePeriod,
        Duration commitPeriod,
        Duration drainTimeout,
        int workers,
        int shards,
        int keys,
        int records,
        Duration chaos,
        double tableFaults,
        double streamFaults,
        double routeFailures,
        double stuckRoutes,
        boolean latest,
        double lateReads,
        double endlessRoutes,
        int blowsToAll,
        boolean calm,
        RoutePlan route,
        TroublePlan troubles) {

    /** One world of so many is calm. */
    private static final int CALM = 10;

    /** One world of so many has aggregates. */
    private static final int AGGREGATED = 4;

    /** How many workers join, leave and die in a calm world. */
    static final int CALM_CHANGES = 6;

    private static final int SETTLING_SECONDS = 10;

    /** The plan of this seed. */
    public static SimulationPlan of(long seed) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
        // its own chance, so that what was drawn before there were these faults is still drawn so
        Random more = new Random(seed * 0xD1342543DE82EF95L + 7);
        boolean rough = more.nextInt(3) != 0;
        int limit = pick(random, 1, 2, 5, 16, 100);
        Ordering ordering = limit == 1 ? Ordering.SHARD : pick(random, Ordering.values());
        boolean faultless = random.nextInt(4) == 0;
        SimulationPlan plan = new SimulationPlan(
                seed,
                ordering,
                limit,
                Duration.ofSeconds(pick(random, 3, 6, 15)),
                Duration.ofSeconds(pick(random, 1, 5)),
                Duration.ofSeconds(pick(random, 2, 10, 30)),
                1 + random.nextInt(4),
                1 + random.nextInt(6),
                1 + random.nextInt(20),
                100 + random.nextInt(400),
                Duration.ofSeconds(60 + random.nextInt(180)),
                faultless ? 0 : random.nextDouble() * 0.06,
                faultless ? 0 : random.nextDouble() * 0.04,
                random.nextInt(3) == 0 ? 0 : random.nextDouble() * 0.1,
                random.nextInt(4) == 0 ? 0.005 : 0,
                random.nextInt(3) == 0,
                rough ? more.nextDouble() * 0.02 : 0,
                rough && more.nextInt(4) == 0 ? 0.002 : 0,
                rough ? more.nextInt(6) : 0,
                false,
                RoutePlan.of(seed),
                TroublePlan.of(seed));
        return seed % CALM == 0 ? plan.inCalm() : plan;
    }

    /** The same fleet and records in a world where workers join, leave and die, and nothing else happens. */
    private SimulationPlan inCalm() {
        Duration changes = settling().multipliedBy(CALM_CHANGES + 1);
        return new SimulationPlan(
                seed,
                ordering,
                checkpointLimit,
                leasePeriod,
                commitPeriod,
                drainTimeout,
                workers,
                shards,
                keys,
                records,
                changes,
                0,
                0,
                0,
                0,
                latest,
                0,
                0,
                0,
                true,
                route,
                TroublePlan.NONE);
    }

    /** Whether some of the records are put many in one. */
    boolean aggregates() {
        return seed % AGGREGATED == 2;
    }

    /** After so long a calm fleet has taken in that a worker came or went. */
    Duration settling() {
        return leasePeriod.multipliedBy(2).plus(drainTimeout).plusSeconds(SETTLING_SECONDS);
    }

    /** Any moment of the chaos. */
    Duration moment(Random random) {
        return Duration.ofMillis(random.nextInt((int) chaos.toMillis()));
    }

    /** Most records of a shard between the oldest that is not done and the newest delivered. */
    int windowLimit() {
        int limit = ordering == Ordering.SHARD && !route.manualCommit() ? 1 : checkpointLimit;
        return Math.max(limit, route.largestDelivery(checkpointLimit));
    }

    @SafeVarargs
    private static <T> T pick(Random random, T... values) {
        return values[random.nextInt(values.length)];
    }
}
