// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.consume.BatchOnFailure;
import io.camelkinesis.engine.consume.BatchSettings;
import io.camelkinesis.engine.consume.FailurePolicy;
import io.camelkinesis.engine.consume.OnFailure;
import java.time.Duration;
import java.util.Random;

/**
 * What the routes of a world ask for beside their order.
 *
 * @param batch which records they take together
 * @param failure what becomes of those they fail
 * @param manualCommit whether they commit by hand, some time after they have processed
 * @param lostLetters chance that the dead letter endpoint does not accept
 */
public record RoutePlan(BatchSettings batch, FailurePolicy failure, boolean manualCommit, double lostLetters) {

    private static final Duration REPLAY_DELAY = Duration.ofMillis(500);
    private static final Duration MAX_REPLAY_DELAY = Duration.ofSeconds(10);

    /** Every record by itself, replayed until it is done. */
    static final RoutePlan PLAIN = new RoutePlan(
            BatchSettings.NONE, failure(OnFailure.REPLAY, 0, OnFailure.SKIP, BatchOnFailure.WHOLE), false, 0);

    /** Half of all worlds are plain. */
    static RoutePlan of(long seed) {
        // its own chance, so that what else is drawn from the seed is as it was before there were these
        Random random = new Random(seed * 0xA24BAED4963EE407L + 3);
        if (random.nextBoolean()) {
            return PLAIN;
        }
        OnFailure[] policies = {OnFailure.REPLAY, OnFailure.REPLAY, OnFailure.SKIP, OnFailure.DEAD_LETTER};
        return new RoutePlan(
                random.nextInt(4) == 0 ? BatchSettings.NONE : batch(random),
                failure(
                        policies[random.nextInt(policies.length)],
                        random.nextInt(4),
                        random.nextBoolean() ? OnFailure.SKIP : OnFailure.DEAD_LETTER,
                        random.nextInt(3) == 0 ? BatchOnFailure.WHOLE : BatchOnFailure.BISECT),
                random.nextInt(3) == 0,
                random.nextDouble() * 0.5);
    }

    /** With a period: what waits is to be done when the fleet comes to rest. */
    private static BatchSettings batch(Random random) {
        return new BatchSettings(
                random.nextInt(4) == 0 ? 0 : 2 + random.nextInt(30),
                random.nextInt(4) == 0 ? 1 + random.nextInt(100) : 0,
                Duration.ofMillis(100 + random.nextInt(5_000)),
                random.nextBoolean());
    }

    /** @param replays most replays; 0: no bound */
    private static FailurePolicy failure(
            OnFailure onFailure, int replays, OnFailure afterwards, BatchOnFailure batchOnFailure) {
        return new FailurePolicy(
                onFailure,
                REPLAY_DELAY,
                MAX_REPLAY_DELAY,
                replays == 0 ? FailurePolicy.FOR_EVER : replays,
                null,
                afterwards,
                batchOnFailure);
    }

    /** Most records of a delivery in a window of this limit. */
    int largestDelivery(int checkpointLimit) {
        if (!batch.isOn()) {
            return 1;
        }
        return batch.size() > 0 ? batch.size() : checkpointLimit;
    }
}
