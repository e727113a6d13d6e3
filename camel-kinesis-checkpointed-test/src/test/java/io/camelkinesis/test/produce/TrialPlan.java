// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.produce;

import java.util.SplittableRandom;

/**
 * What a {@link PutTrial} sends, and what goes wrong meanwhile.
 *
 * @param seed of all chance
 * @param keys partition keys
 * @param perKey records of each
 * @param batchSize most records of a request
 * @param inFlight most requests under way
 * @param rejected chance of each record of a request to be rejected
 * @param position the record of the first request that is rejected, or {@link #ROTATING}, or {@link #NO_POSITION}
 * @param throttledShards how many of the four shards take nothing during every second half of a second
 * @param unknown chance of a request to have no answer, half of these before and half after it was applied
 * @param refused chance of a request to be throttled as a whole
 * @param aggregationMaxBytes of the settings
 */
record TrialPlan(
        long seed,
        int keys,
        int perKey,
        int batchSize,
        int inFlight,
        double rejected,
        int position,
        int throttledShards,
        double unknown,
        double refused,
        int aggregationMaxBytes) {

    static final int SHARDS = 4;

    /** The first request rejects its first record, the second its second, and so on; then one goes through, and it begins anew. */
    static final int ROTATING = -2;

    static final int NO_POSITION = -1;

    private static final double[] REJECTED = {0.01, 0.1, 0.5};
    private static final int KINDS = 6;

    /** Every sixth seed has the same kind of trouble. */
    static TrialPlan of(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int kind = (int) Math.floorMod(seed, KINDS);
        return new TrialPlan(
                seed,
                40 + random.nextInt(40),
                10 + random.nextInt(20),
                1 + random.nextInt(60),
                1 + random.nextInt(8),
                kind < REJECTED.length ? REJECTED[kind] : kind == 3 ? 0 : 0.1,
                kind == 3 ? ROTATING : NO_POSITION,
                kind == 4 ? 1 + random.nextInt(2) : 0,
                kind == 5 ? 0.2 : 0,
                kind >= 4 ? 0.1 : 0,
                0);
    }

    /** One request of all keys whose record at this position is rejected once. */
    static TrialPlan ofPosition(int position, int keys, long seed) {
        return new TrialPlan(seed, keys, 3, keys, 8, 0, position, 0, 0, 0, 0);
    }

    /** The same with aggregates of a few records. */
    TrialPlan aggregating() {
        return new TrialPlan(
                seed, keys, perKey, batchSize, inFlight, rejected, position, throttledShards, unknown, refused, 200);
    }

    int records() {
        return keys * perKey;
    }
}
