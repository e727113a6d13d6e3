package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.consume.Ordering;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamRecord;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** G2: at most one delivery of a lane runs at a time: of a shard, or of a partition key. */
final class LaneSerial implements Invariant {

    private final Ordering ordering;
    /** Records that were processed and are committed later: their lane has gone on. */
    private final Set<SequenceNumber> byHand = new HashSet<>();

    private final Incarnations<Map<String, String>> running =
            new Incarnations<>((worker, shard, epoch) -> new HashMap<>());

    LaneSerial(Ordering ordering) {
        this.ordering = ordering;
    }

    @Override
    public void observe(Observation observation) {
        if (ordering == Ordering.NONE) {
            return;
        }
        running.observe(observation);
        if (observation instanceof Observation.Started started) {
            String lane = ordering == Ordering.KEY ? started.record().partitionKey() : "";
            String batch = started.batch().toString();
            String before = running.of(started.shard(), started.epoch()).put(lane, batch);
            if (before != null && !before.equals(batch)) {
                violated(started.worker() + " began " + batch + " of " + started.shard() + " while " + before
                        + " of the same lane was running");
            }
        } else if (observation instanceof Observation.Processed processed) {
            ended(processed.shard(), processed.epoch(), processed.record());
            byHand.add(processed.record().sequence());
        } else if (observation instanceof Observation.Finished finished
                && !byHand.remove(finished.record().sequence())) {
            ended(finished.shard(), finished.epoch(), finished.record());
        }
    }

    private void ended(ShardId shard, long epoch, StreamRecord record) {
        running.of(shard, epoch).remove(ordering == Ordering.KEY ? record.partitionKey() : "");
    }
}
