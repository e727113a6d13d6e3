// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Holds answers of the stream back for some seconds. */
final class LateAnswers implements CallTap {

    private static final int MOST_MILLIS = 10_000;

    private final World world;
    private final Random random;
    private double chance;

    LateAnswers(World world, Random random, double chance) {
        this.world = world;
        this.random = random;
        this.chance = chance;
    }

    /** All answers come in time from now on. */
    void calmDown() {
        chance = 0;
    }

    @Override
    public <T> CompletionStage<T> call(String worker, String operation, Supplier<CompletionStage<T>> call) {
        CompletionStage<T> answer = call.get();
        if (!OF_THE_STREAM.contains(operation) || chance == 0 || random.nextDouble() >= chance) {
            return answer;
        }
        return world.late(answer, Duration.ofMillis(random.nextInt(MOST_MILLIS)));
    }
}
