// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks that may wait for others that come after them, so it never stands still for want of a thread: a task that is behind one
 * that still runs goes first, and has a thread at once; and when all threads are busy and none has begun a task for
 * {@link #PATIENCE}, threads are added, as many again each time. These take the newest tasks, for that is where the one is that
 * the others wait for. At most {@link #MOST} threads; those that are idle for a minute end.
 */
final class GrowingPool implements Executor {

    /** Threads at once. */
    static final int MOST = 512;

    /** Threads that all shares together have while nothing stands still; one share may be larger. */
    static final int MOST_SHARED = 64;

    /** How long nothing may begin while tasks wait. */
    static final Duration PATIENCE = Duration.ofMillis(100);

    private static final Logger LOG = LoggerFactory.getLogger(GrowingPool.class);

    /** A task that is running, or has run. */
    static final class Turn {
        private volatile boolean over;
    }

    private enum Place {
        USUAL,
        FOR_THOSE_BEHIND,
        ADDED
    }

    private final ThreadLocal<Turn> turns = new ThreadLocal<>();
    private final ExecutorService threads;
    private final ScheduledExecutorService timers;
    private final Object lock = new Object();
    /** Tasks behind one that runs. */
    private final Deque<Runnable> first = new ArrayDeque<>();

    /** All others: no more than the routes have sent and not gone on with. */
    private final Deque<Runnable> others = new ArrayDeque<>();

    /** Threads that are used while nothing stands still. */
    private int size = 1;

    private int shares;
    private int largestShare;
    private int busy;
    private long begun;
    private boolean watched;
    private boolean full;
    private boolean closed;

    /**
     * @param threads gives up to {@link #MOST} threads, and has no queue
     * @param timers notices that nothing begins
     */
    GrowingPool(ExecutorService threads, ScheduledExecutorService timers) {
        this.threads = threads;
        this.timers = timers;
    }

    /** As many threads more, until what is returned is closed. All shares together are bounded: they do not grow with streams. */
    AutoCloseable share(int of) {
        resize(of);
        return () -> resize(-of);
    }

    private void resize(int by) {
        synchronized (lock) {
            shares += by;
            largestShare = Math.max(largestShare, by);
            size = Math.min(MOST, Math.max(largestShare, Math.min(MOST_SHARED, shares)));
        }
    }

    /** The task of this pool that the calling thread runs, null when it is none of its threads. */
    @Nullable
    Turn current() {
        return turns.get();
    }

    @Override
    public void execute(Runnable task) {
        execute(task, null);
    }

    /**
     * @param behind a task that may wait for this one, null when none may
     * @throws RejectedExecutionException when this is closed
     */
    void execute(Runnable task, @Nullable Turn behind) {
        boolean urgent = behind != null && !behind.over;
        Place place = null;
        synchronized (lock) {
            if (closed) {
                throw new RejectedExecutionException("The threads have ended");
            }
            (urgent ? first : others).addLast(task);
            if (busy < size) {
                place = Place.USUAL;
            } else if (urgent && busy < MOST) {
                place = Place.FOR_THOSE_BEHIND;
            }
            if (place != null) {
                busy++;
            }
        }
        if (place == null || !begin(place)) {
            watch();
        }
    }

    /** A thread for which {@code busy} was counted. Returns false if there is none to be had now. */
    private boolean begin(Place place) {
        try {
            threads.execute(() -> work(place));
            return true;
        } catch (Throwable none) {
            synchronized (lock) {
                busy--;
            }
            return false;
        }
    }

    private void work(Place place) {
        for (Runnable task = next(place); task != null; task = next(place)) {
            Turn turn = new Turn();
            turns.set(turn);
            try {
                task.run();
            } catch (Throwable bug) {
                LOG.warn("A task of the producers failed", bug);
            } finally {
                turn.over = true;
                turns.remove();
            }
        }
    }

    private @Nullable Runnable next(Place place) {
        synchronized (lock) {
            Runnable task = first.pollFirst();
            if (task == null) {
                task = switch (place) {
                    case USUAL -> others.pollFirst();
                    case FOR_THOSE_BEHIND -> null;
                    case ADDED -> others.pollLast();
                };
            }
            if (task == null) {
                busy--;
            } else {
                begun++;
            }
            return task;
        }
    }

    private void watch() {
        long seen;
        synchronized (lock) {
            if (watched || closed) {
                return;
            }
            watched = true;
            seen = begun;
        }
        lookLater(seen);
    }

    private void lookLater(long seen) {
        try {
            Future<?> unused = timers.schedule(() -> look(seen), PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (Throwable notWatched) {
            // the pool closes, or no thread could be started: the next task begins the watch again
            synchronized (lock) {
                watched = false;
            }
        }
    }

    private void look(long seen) {
        int added = 0;
        long now;
        boolean warn = false;
        synchronized (lock) {
            int waiting = first.size() + others.size();
            if (waiting == 0 || closed) {
                watched = false;
                return;
            }
            now = begun;
            if (now == seen || busy == 0) {
                added = Math.min(Math.min(Math.max(busy, 1), waiting), MOST - busy);
                busy += added;
                warn = added == 0 && !full;
                full = added == 0;
            }
        }
        try {
            if (warn) {
                LOG.warn(
                        "All {} threads of the producers are busy and nothing goes on: a thread dump shows what they wait for",
                        MOST);
            }
            for (int i = 0; i < added; i++) {
                begin(Place.ADDED);
            }
        } finally {
            lookLater(now);
        }
    }

    /** Takes nothing more. Returns what has not been begun. */
    List<Runnable> close() {
        synchronized (lock) {
            closed = true;
            List<Runnable> left = new ArrayList<>(first);
            left.addAll(others);
            first.clear();
            others.clear();
            return left;
        }
    }
}
