// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine;

import java.util.random.RandomGenerator;

/**
 * Chance that always falls on the same place.
 *
 * @param part where between the smallest (0) and the largest (1) value
 */
public record FixedRandom(double part) implements RandomGenerator {

    @Override
    public long nextLong() {
        return (long) (part * Long.MAX_VALUE);
    }

    @Override
    public long nextLong(long bound) {
        return (long) (part * (bound - 1));
    }
}
