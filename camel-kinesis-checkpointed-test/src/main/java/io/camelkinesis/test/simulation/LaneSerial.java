// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.consume.Ordering;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.StreamRecord;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** G2: at most one delivery of a lane runs at a time: of a shard, or of a partition key. */
final class LaneSerial implements Invariant {

    /** The lanes of one shard as one worker holds it. */
    private static final class Lanes {
        /** What runs in each lane: the first record of its batch. */
        private final Map<String, SequenceNumber> running = new HashMap<>();
        /** Records that were processed and are committed later: their lane has gone on. */
        private final Set<SequenceNumber> byHand = new HashSet<>();
    }

    private final Ordering ordering;
    private final Incarnations<Lanes> lanes = new Incarnations<>((worker, shard, epoch) -> new Lanes());

    LaneSerial(Ordering ordering) {
        this.ordering = ordering;
    }

    @Override
    public void observe(Observation observation) {
        if (ordering == Ordering.NONE) {
            return;
        }
        lanes.observe(observation);
        if (observation instanceof Observation.Started started) {
            SequenceNumber before = lanes.of(started.worker(), started.shard(), started.epoch())
                    .running
                    .put(lane(started.record()), started.batch());
            if (before != null && !before.equals(started.batch())) {
                violated(started.worker() + " began " + started.batch() + " of " + started.shard() + " while " + before
                        + " of the same lane was running");
            }
        } else if (observation instanceof Observation.Processed processed) {
            Lanes held = lanes.of(processed.worker(), processed.shard(), processed.epoch());
            held.running.remove(lane(processed.record()));
            held.byHand.add(processed.record().sequence());
        } else if (observation instanceof Observation.Finished finished) {
            Lanes held = lanes.of(finished.worker(), finished.shard(), finished.epoch());
            if (!held.byHand.remove(finished.record().sequence())) {
                held.running.remove(lane(finished.record()));
            }
        }
    }

    private String lane(StreamRecord record) {
        return ordering == Ordering.KEY ? record.partitionKey() : "";
    }
}
