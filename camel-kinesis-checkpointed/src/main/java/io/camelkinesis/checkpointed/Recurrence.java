// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Decides which of many equal problems are worth a word: the first, the second, the fourth, the eighth and so on. One that
 * has not come for ten minutes begins anew. Remembers at most 10,000 problems, the latest ones. For one thread.
 */
final class Recurrence {

    private static final int MOST = 10_000;
    private static final long FORGOTTEN_AFTER = Duration.ofMinutes(10).toNanos();

    private final Map<String, Seen> problems = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
            return size() > MOST;
        }
    };

    private record Seen(int count, long nanoTime) {}

    /**
     * Counts a problem.
     *
     * @param problem what makes it the same problem as an earlier one
     * @param nanoTime monotonic time of it
     * @return how often it has come, if that is worth a word, else 0
     */
    int count(String problem, long nanoTime) {
        Seen before = problems.get(problem);
        boolean again = before != null && nanoTime - before.nanoTime < FORGOTTEN_AFTER;
        int count = again ? Math.max(before.count, before.count + 1) : 1;
        problems.put(problem, new Seen(count, nanoTime));
        return isPowerOfTwo(count) ? count : 0;
    }

    /** The problem is over. */
    void over(String problem) {
        problems.remove(problem);
    }

    /** How many problems are remembered. */
    int size() {
        return problems.size();
    }

    static boolean isPowerOfTwo(int count) {
        return Integer.bitCount(count) == 1;
    }
}
