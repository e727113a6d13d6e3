// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
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

        void resume();

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
    private volatile State state = State.STOPPED;
    private volatile @Nullable R run;

    /** Camel's shutdown has begun with this consumer and has not said since that its exchanges are done. */
    private volatile boolean shuttingDown;

    private volatile boolean givenUp;

    ConsumerLife(Beginning<R> beginning) {
        this.beginning = beginning;
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
        if (givenUp) {
            stop(Duration.ZERO);
        }
        R current = run;
        if (current == null) {
            run = beginning.begin();
            move(State.READING);
        } else if (state == State.SUSPENDED) {
            move(State.READING);
            current.resume();
        }
    }

    void suspend() {
        R current = run;
        if (current != null && state == State.READING) {
            move(State.SUSPENDED);
            current.pause();
        }
    }

    /** Camel's shutdown begins with this consumer: it will suspend it and wait for its exchanges. */
    void shutdownBegins() {
        shuttingDown = true;
    }

    /** Camel's shutdown has waited to its end: a stop from now on finds nothing in flight, or may wait itself. */
    void shutdownPrepared() {
        shuttingDown = false;
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
        boolean forced = givenUp;
        run = null;
        shuttingDown = false;
        givenUp = false;
        move(State.STOPPED);
        current.stop(forced ? Duration.ZERO : drain);
    }

    private void move(State next) {
        if (!MOVES.getOrDefault(state, Set.of()).contains(next)) {
            throw new IllegalStateException("No move from " + state + " to " + next);
        }
        state = next;
    }
}
