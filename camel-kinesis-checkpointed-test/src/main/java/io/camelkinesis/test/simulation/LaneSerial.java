package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.consume.Ordering;
import java.util.HashMap;
import java.util.Map;

/** G2: at most one delivery of a lane runs at a time: of a shard, or of a partition key. */
final class LaneSerial implements Invariant {

    private final Ordering ordering;
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
            String what = started.record().sequence().toString();
            String before = running.of(started.shard(), started.epoch()).put(lane, what);
            if (before != null) {
                violated(started.worker() + " began " + what + " of " + started.shard() + " while " + before
                        + " of the same lane was running");
            }
        } else if (observation instanceof Observation.Finished finished) {
            String lane = ordering == Ordering.KEY ? finished.record().partitionKey() : "";
            running.of(finished.shard(), finished.epoch()).remove(lane);
        }
    }
}
