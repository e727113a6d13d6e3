// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Which troubles a world has.
 *
 * @param chances of each trouble, from 0 for never to 1 for as often as there may be
 */
public record TroublePlan(Map<Trouble, Double> chances) {

    /** A world without troubles. */
    static final TroublePlan NONE = new TroublePlan(Map.of());

    /** One world of so many has none; of the others each has each trouble with the same chance. */
    private static final int UNTROUBLED = 3;

    private static final int WORLDS_WITH = 3;

    static TroublePlan of(long seed) {
        // its own chance, so that what else is drawn from the seed is as it was before there were these; and always all
        // of them are drawn, so that one more trouble changes nothing of the others
        Random random = new Random(seed * 0xBF58476D1CE4E5B9L + 13);
        boolean troubled = random.nextInt(UNTROUBLED) != 0;
        Set<Trouble> wanted = Trouble.wanted();
        Map<Trouble, Double> chances = new EnumMap<>(Trouble.class);
        for (Trouble trouble : Trouble.values()) {
            boolean drawn = random.nextInt(WORLDS_WITH) == 0;
            double chance = random.nextDouble();
            if (troubled && drawn && wanted.contains(trouble)) {
                chances.put(trouble, chance);
            }
        }
        return new TroublePlan(chances);
    }

    double of(Trouble trouble) {
        return chances.getOrDefault(trouble, 0.0);
    }
}
