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
        boolean latest) {

    /** The plan of this seed. */
    public static SimulationPlan of(long seed) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
        int limit = pick(random, 1, 2, 5, 16, 100);
        Ordering ordering = limit == 1 ? Ordering.SHARD : pick(random, Ordering.values());
        boolean calm = random.nextInt(4) == 0;
        return new SimulationPlan(
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
                calm ? 0 : random.nextDouble() * 0.06,
                calm ? 0 : random.nextDouble() * 0.04,
                random.nextInt(3) == 0 ? 0 : random.nextDouble() * 0.1,
                random.nextInt(4) == 0 ? 0.005 : 0,
                random.nextInt(3) == 0);
    }

    /** Most records of a shard between the oldest that is not done and the newest delivered. */
    int windowLimit() {
        return ordering == Ordering.SHARD ? 1 : checkpointLimit;
    }

    @SafeVarargs
    private static <T> T pick(Random random, T... values) {
        return values[random.nextInt(values.length)];
    }
}
