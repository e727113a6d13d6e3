// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The runs of one consumer, of which there is never more than one: what Camel's calls of its life cycle make of it, and
 * whether the next stop is a forced one. Camel makes one such call at a time; {@link #run} may be asked at any time.
 */
final class ConsumerLife<R extends ConsumerLife.Run> {

    /** What Camel has made of the consumer. */
    enum State {
        /** There is no run. Before the first start, after a stop, and after a start that failed. */
        STOPPED,
        /** The one run reads. From STOPPED it has been begun; from SUSPENDED the same run goes on. */
        READING,
        /** The one run keeps its leases and takes in nothing new. From READING. */
        SUSPENDED
    }

    /** The moves there are. */
    static final Map<State, Set<State>> MOVES = Map.of(
            State.STOPPED, Set.of(State.READING),
            State.READING, Set.of(State.SUSPENDED, State.STOPPED),
            State.SUSPENDED, Set.of(State.READING, State.STOPPED));

    /** A worker from its start to its stop. */
    interface Run {
        void pause();

        /** As {@link #pause()}, but of what failed, what is due before then is tried again, once. */
        void settleUntil(long nanoTime);

        void resume();

        /** From this time on nothing enters the route, until {@link #beginAgain}. */
        void beginUntil(long nanoTime);

        /** Goes on as before a shutdown; false when the leases have been given back meanwhile. */
        boolean beginAgain();

        /** At this time what is not done is given back, unless {@link #beginAgain} comes before. */
        void giveBackAt(long nanoTime);

        /** Nothing more enters the route; it cannot be resumed after that. */
        void giveUp();

        /** @param drain longest wait for what is in flight */
        void stop(Duration drain);
    }

    /** Begins a run, or leaves nothing behind. */
    interface Beginning<R> {
        R begin() throws Exception;
    }

    private final Beginning<R> beginning;
    private final LongSupplier nanoTime;
    private volatile State state = State.STOPPED;
    private volatile @Nullable R run;

    /** Camel's shutdown has begun with this consumer and has not said since that its exchanges are done. */
    private volatile boolean shuttingDown;

    /** When the drain is over that began with Camel's shutdown, on the monotonic clock; null when none has begun. */
    private volatile @Nullable Long drainEnd;

    private volatile boolean givenUp;

    /** @param nanoTime the monotonic clock */
    ConsumerLife(Beginning<R> beginning, LongSupplier nanoTime) {
        this.beginning = beginning;
        this.nanoTime = nanoTime;
    }

    State state() {
        return state;
    }

    /** The run there is; null when stopped. */
    @Nullable
    R run() {
        return run;
    }

    /** Reads, after a start and after a resume of Camel's: a run that is suspended goes on, without one a new one begins. */
    void read() throws Exception {
        shuttingDown = false;
        R last = run;
        if (last != null && (givenUp || !last.beginAgain())) {
            stop(Duration.ZERO);
        }
        R current = run;
        if (current == null) {
            run = beginning.begin();
            move(State.READING);
            return;
        }
        drainEnd = null;
        if (state == State.SUSPENDED) {
            move(State.READING);
            current.resume();
        }
    }

    void suspend() {
        R current = run;
        if (current != null && state == State.READING) {
            move(State.SUSPENDED);
            Long end = drainEnd;
            if (shuttingDown && end != null) {
                current.settleUntil(end);
            } else {
                current.pause();
            }
        }
    }

    /**
     * Camel's shutdown begins with this consumer: it will suspend it and wait for its exchanges. The drain begins here.
     *
     * @param drain longest wait for what is in flight, the stop that follows included
     */
    void shutdownBegins(Duration drain) {
        R current = run;
        if (current != null) {
            shuttingDown = true;
            long end = nanoTime.getAsLong() + drain.toNanos();
            drainEnd = end;
            current.beginUntil(end);
            if (state == State.SUSPENDED) {
                current.settleUntil(end);
            }
        }
    }

    /** The shutdown that has begun is to end in a stop: what is not done when its drain is over is given back then. */
    void stopBegins() {
        R current = run;
        Long end = drainEnd;
        if (current != null && shuttingDown && end != null) {
            current.giveBackAt(end);
        }
    }

    /**
     * Camel's shutdown has waited to its end: a stop from now on finds nothing in flight, or may wait itself.
     *
     * @param suspended the consumer stays suspended, and what may follow is a shutdown of its own
     */
    void shutdownPrepared(boolean suspended) {
        shuttingDown = false;
        if (suspended) {
            drainEnd = null;
        }
    }

    /** Nothing more enters the route, and what is in it is not waited for. */
    void giveUp() {
        R current = run;
        if (current != null) {
            givenUp = true;
            current.giveUp();
        }
    }

    /**
     * Ends the run, if there is one. A shutdown of Camel's that times out stops a consumer without another word: a stop in
     * the middle of a shutdown is forced, and nothing in flight is waited for.
     *
     * @param drain longest wait for what is in flight, unless the stop is forced
     */
    void stop(Duration drain) {
        R current = run;
        if (current == null) {
            return;
        }
        if (shuttingDown) {
            giveUp();
        }
        Duration limit = givenUp ? Duration.ZERO : restOf(drain);
        run = null;
        drainEnd = null;
        shuttingDown = false;
        givenUp = false;
        move(State.STOPPED);
        current.stop(limit);
    }

    private Duration restOf(Duration drain) {
        Long end = drainEnd;
        if (end == null) {
            return drain;
        }
        Duration rest = Duration.ofNanos(Math.max(0, end - nanoTime.getAsLong()));
        return rest.compareTo(drain) < 0 ? rest : drain;
    }

    private void move(State next) {
        if (!MOVES.getOrDefault(state, Set.of()).contains(next)) {
            throw new IllegalStateException("No move from " + state + " to " + next);
        }
        state = next;
    }
}
