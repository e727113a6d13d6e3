package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.test.lease.LeaseOperation;
import io.camelkinesis.test.time.VirtualTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * G5, G6: nobody takes a lease from a worker whose heartbeats have come without a gap. A claim may reach the table long after
 * it was decided, so only a worker that has been without a gap for a while counts.
 */
final class NotRobbed implements Invariant {

    /** No call is on its way for longer. */
    private static final Duration LONGEST_WAY = Duration.ofSeconds(30);

    private final VirtualTime time;
    private final long periodNanos;
    private final Map<String, Long> lastHeartbeat = new HashMap<>();
    private final Map<String, Long> steadySince = new HashMap<>();

    NotRobbed(VirtualTime time, Duration leasePeriod) {
        this.time = time;
        this.periodNanos = leasePeriod.toNanos();
    }

    @Override
    public void observe(Observation observation) {
        long now = time.nanoTime();
        if (observation instanceof Observation.HeartbeatAnswered heartbeat) {
            Long before = lastHeartbeat.put(heartbeat.worker(), now);
            if (before == null || now - before > periodNanos / 2) {
                steadySince.put(heartbeat.worker(), now);
            }
        } else if (observation instanceof Observation.RowChanged row
                && row.change().operation() == LeaseOperation.CLAIM) {
            Lease before = row.change().before();
            String owner = before.owner();
            if (owner != null && !owner.equals(row.change().by()) && isSteady(owner, now)) {
                violated(row.change().by() + " took " + before.shard() + " from " + owner
                        + ", whose heartbeats have come without a gap");
            }
        }
    }

    private boolean isSteady(String worker, long now) {
        Long last = lastHeartbeat.get(worker);
        Long since = steadySince.get(worker);
        return last != null
                && since != null
                && now - last <= periodNanos / 2
                && now - since > 3 * periodNanos + LONGEST_WAY.toNanos();
    }
}
