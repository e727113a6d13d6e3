// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Counts how often a fleet lists shards, by the second. */
final class ListingRate implements CallTap {

    private final World world;
    private final Map<Long, Integer> perSecond = new TreeMap<>();

    ListingRate(World world) {
        this.world = world;
    }

    @Override
    public <T> CompletionStage<T> call(String worker, String operation, Supplier<CompletionStage<T>> call) {
        if (operation.equals(LIST_SHARDS)) {
            perSecond.merge(world.time.elapsed().toSeconds(), 1, Integer::sum);
        }
        return call.get();
    }

    void reset() {
        perSecond.clear();
    }

    /** Most within a second. */
    int most() {
        return perSecond.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    long total() {
        return perSecond.values().stream().mapToLong(Integer::longValue).sum();
    }
}
