// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.consume.Ordering;
import io.camelkinesis.engine.model.SequenceNumber;
import java.util.HashMap;
import java.util.Map;

/**
 * A record enters a route only when every record of its key that was put before it has been completed, whichever shards
 * they are in; and it is completed once, unless routes fail: a failed record holds the checkpoint, and what was completed
 * above it is repeated after a stop. With {@link Ordering#NONE} there is no order to keep.
 */
final class KeyOrder implements Invariant {

    /** A record: its number among those of its key, and whether it has been completed. */
    private static final class Turn {
        private final String key;
        private final int number;
        private boolean completed;

        private Turn(String key, int number) {
            this.key = key;
            this.number = number;
        }
    }

    private final boolean ordered;
    private final boolean mayRepeat;
    private final Map<String, Turn> turns = new HashMap<>();
    private final Map<String, Integer> put = new HashMap<>();
    private final Map<String, Integer> completed = new HashMap<>();

    KeyOrder(Ordering ordering, boolean mayRepeat) {
        this.ordered = ordering != Ordering.NONE;
        this.mayRepeat = mayRepeat;
    }

    @Override
    public void observe(Observation observation) {
        if (observation instanceof Observation.Put p) {
            int number = put.merge(p.record().partitionKey(), 1, Integer::sum);
            turns.put(
                    name(p.record().shard(), p.record().sequence()),
                    new Turn(p.record().partitionKey(), number));
        } else if (observation instanceof Observation.Started s && ordered) {
            Turn turn = turns.get(name(s.shard().name(), s.record().sequence()));
            int done = completed.getOrDefault(turn.key, 0);
            if (turn.number != done + 1 && !(mayRepeat && turn.completed)) {
                violated("record " + turn.number + " of " + turn.key + " began when " + done + " were completed");
            }
        } else if (observation instanceof Observation.Finished f && f.completed()) {
            Turn turn = turns.get(name(f.shard().name(), f.record().sequence()));
            if (turn.completed && !mayRepeat) {
                violated("record " + turn.number + " of " + turn.key + " was completed twice");
            }
            if (!turn.completed) {
                turn.completed = true;
                completed.merge(turn.key, 1, Integer::sum);
            }
        }
    }

    private static String name(String shard, SequenceNumber sequence) {
        return shard + ' ' + sequence.whole();
    }
}
