// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A service that does not do what it is asked, as one outage, however many calls fail for however many shards: from the first failure
 * until nothing of what failed fails any more. Says which failures are worth a word: the first, the first of each kind, and one at
 * intervals that double from ten seconds to ten minutes. One that comes back within ten minutes is told at its second, fourth,
 * eighth time and so on. Remembers at most 10,000 things that fail. For one thread.
 */
final class Outage {

    /** What a failure is worth. */
    enum Word {
        /** Nothing. */
        NONE,
        /** The first for long: told in full. */
        FIRST,
        /** The outage had been over, and is back. */
        BACK,
        /** The first of its kind in this outage. */
        KIND,
        /** It goes on. */
        STILL
    }

    /**
     * The end of an outage that was told.
     *
     * @param answered whether all that failed has succeeded since; else some of it is not asked any more
     */
    record End(Duration lasted, long failures, boolean answered) {}

    private static final int MOST_THINGS = 10_000;
    private static final int MOST_KINDS = 8;
    private static final int NAMED = 3;
    private static final long FIRST_PAUSE = Duration.ofSeconds(10).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofMinutes(10).toNanos();

    private final Set<String> failing = new LinkedHashSet<>();
    private final Set<String> kinds = new HashSet<>();
    private int times;
    private long failures;
    private long begunNanos;
    private long endedNanos;
    private long pause;
    private long nextNanos;
    private boolean told;
    private boolean answered;

    /**
     * Something has failed.
     *
     * @param thing what is failing until it succeeds
     * @param kind failures of one kind say the same
     * @param count how many calls failed
     * @param now monotonic time
     */
    Word failed(String thing, String kind, int count, long now) {
        boolean begins = failing.isEmpty();
        if (failing.size() < MOST_THINGS) {
            failing.add(thing);
        }
        if (begins) {
            begin(now);
        }
        failures += count;
        Word word = word(kind, begins, now);
        told |= word != Word.NONE;
        return word;
    }

    private void begin(long now) {
        if (times > 0 && now - endedNanos >= LONGEST_PAUSE) {
            times = 0;
            kinds.clear();
        }
        times++;
        failures = 0;
        begunNanos = now;
        pause = FIRST_PAUSE;
        nextNanos = now + pause;
        told = false;
        answered = true;
    }

    private Word word(String kind, boolean begins, long now) {
        boolean newKind = kinds.size() < MOST_KINDS && kinds.add(kind);
        if (begins && times == 1) {
            return Word.FIRST;
        }
        if (newKind) {
            return Word.KIND;
        }
        if (begins) {
            return Recurrence.isPowerOfTwo(times) ? Word.BACK : Word.NONE;
        }
        if (now - nextNanos < 0) {
            return Word.NONE;
        }
        pause = Math.min(2 * pause, LONGEST_PAUSE);
        nextNanos = now + pause;
        return Word.STILL;
    }

    /** What had failed has succeeded; the end of the outage, if it was that and is worth a word. */
    @Nullable
    End succeeded(String thing, long now) {
        return failing.remove(thing) ? endIfOver(now) : null;
    }

    /** It is not asked any more; as {@link #succeeded}. */
    @Nullable
    End dropped(String thing, long now) {
        if (!failing.remove(thing)) {
            return null;
        }
        answered = false;
        return endIfOver(now);
    }

    private @Nullable End endIfOver(long now) {
        if (!failing.isEmpty()) {
            return null;
        }
        endedNanos = now;
        return told ? new End(lasted(now), failures, answered) : null;
    }

    boolean isOver() {
        return failing.isEmpty();
    }

    boolean isFailing(String thing) {
        return failing.contains(thing);
    }

    Duration lasted(long now) {
        return Duration.ofNanos(now - begunNanos);
    }

    /** Calls that have failed since it began. */
    long failures() {
        return failures;
    }

    /** How often it has begun within ten minutes of its last end. */
    int times() {
        return times;
    }

    /** What is failing, the first of it by name. */
    String things() {
        List<String> named = new ArrayList<>(failing.stream().limit(NAMED).toList());
        if (failing.size() > NAMED) {
            named.add((failing.size() - NAMED) + " more");
        }
        return String.join(", ", named);
    }
}
