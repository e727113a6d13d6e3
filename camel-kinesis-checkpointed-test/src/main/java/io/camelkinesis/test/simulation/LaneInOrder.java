// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.consume.Ordering;
import io.camelkinesis.engine.model.SequenceNumber;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * G2 and G3: when a record is delivered, every record before it in its lane has been completed,
 * processed, or given up, or is delivered with it. The lane of a partition key
 * runs on through splits and merges.
 */
final class LaneInOrder implements Invariant {

    private record Place(String lane, int index) {}

    private final World world;
    private final Ordering ordering;
    private final Map<SequenceNumber, Place> places = new HashMap<>();
    private final Map<String, Integer> sizes = new HashMap<>();
    private final Map<String, BitSet> completed = new HashMap<>();
    /** The batch in which a record was last begun. */
    private final Map<Place, SequenceNumber> batches = new HashMap<>();

    LaneInOrder(World world, Ordering ordering) {
        this.world = world;
        this.ordering = ordering;
    }

    @Override
    public void observe(Observation observation) {
        if (ordering == Ordering.NONE) {
            return;
        }
        if (observation instanceof Observation.Put put) {
            String lane = ordering == Ordering.KEY
                    ? put.record().partitionKey()
                    : put.record().shard();
            int index = sizes.merge(lane, 1, Integer::sum) - 1;
            places.put(put.record().sequence(), new Place(lane, index));
        } else if (observation instanceof Observation.Finished finished && finished.completed()) {
            passed(finished.record().sequence());
        } else if (observation instanceof Observation.Processed processed) {
            passed(processed.record().sequence());
        } else if (observation instanceof Observation.GivenUp given) {
            passed(given.sequence());
        } else if (observation instanceof Observation.Started started) {
            Place place = place(started.record().sequence());
            BitSet done = completed.computeIfAbsent(place.lane(), lane -> new BitSet());
            batches.put(place, started.batch());
            int hole = done.nextClearBit(0);
            while (hole < place.index() && started.batch().equals(batches.get(new Place(place.lane(), hole)))) {
                hole = done.nextClearBit(hole + 1);
            }
            if (hole < place.index()) {
                violated(started.worker() + " began record " + place.index() + " of lane " + place.lane()
                        + " before record " + hole + " was completed");
            }
        }
    }

    private void passed(SequenceNumber sequence) {
        Place place = place(sequence);
        completed.computeIfAbsent(place.lane(), lane -> new BitSet()).set(place.index());
    }

    private Place place(SequenceNumber sequence) {
        Place place = places.get(sequence);
        if (place == null) {
            throw new IllegalStateException(world.puts() + " records were put, but not " + sequence);
        }
        return place;
    }
}
