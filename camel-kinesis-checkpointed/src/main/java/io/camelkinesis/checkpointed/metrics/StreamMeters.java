// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.metrics;

import io.camelkinesis.engine.runtime.GiveUpReason;
import io.camelkinesis.engine.runtime.WorkerEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/** What is counted of one stream. Told on the worker's loop, where nothing is looked up or registered any more. */
final class StreamMeters {

    private static final double NANOS_PER_MILLI = 1e6;

    private final LongSupplier nanoTime;
    private final Counter missedHeartbeats;
    private final Counter fences;
    private final Counter lookFailures;
    private final Counter freeClaims;
    private final Counter takeOvers;
    private final Counter renewals;
    private final Counter drainedReleases;
    private final Counter undrainedReleases;
    private final Counter leaseLosses;
    private final Counter endedShards;
    private final Counter stoppedShards;
    private final Counter fetches;
    private final Counter fetchedRecords;
    private final Counter fetchedBytes;
    private final Counter unpackedRecords;
    private final Counter fetchThrottles;
    private final Counter fetchFailures;
    private final Counter completedRecords;
    private final Counter replays;
    private final Counter bisections;
    private final Map<GiveUpReason, Counter> skipped = new EnumMap<>(GiveUpReason.class);
    private final Map<GiveUpReason, Counter> deadLettered = new EnumMap<>(GiveUpReason.class);
    private final Counter deadLetterRefusals;
    private final Timer commit;
    private final Counter commitFailures;

    private final Set<String> others = new HashSet<>();
    private volatile int members;
    private volatile int shards;
    private volatile boolean hasBeaten;
    private volatile long lastBeatNanos;

    StreamMeters(MeterSet meters, Tags tags, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        missedHeartbeats = meters.counter(Meters.MISSED_HEARTBEATS, tags);
        fences = meters.counter(Meters.FENCES, tags);
        lookFailures = meters.counter(Meters.LOOK_FAILURES, tags);
        freeClaims = meters.counter(Meters.LEASE_CLAIMS, tags, Meters.Tag.HOW, "free");
        takeOvers = meters.counter(Meters.LEASE_CLAIMS, tags, Meters.Tag.HOW, "taken_over");
        renewals = meters.counter(Meters.LEASE_CLAIMS, tags, Meters.Tag.HOW, "renewed");
        drainedReleases = meters.counter(Meters.LEASE_RELEASES, tags, Meters.Tag.DRAINED, "true");
        undrainedReleases = meters.counter(Meters.LEASE_RELEASES, tags, Meters.Tag.DRAINED, "false");
        leaseLosses = meters.counter(Meters.LEASE_LOSSES, tags);
        endedShards = meters.counter(Meters.ENDED_SHARDS, tags);
        stoppedShards = meters.counter(Meters.STOPPED_SHARDS, tags);
        fetches = meters.counter(Meters.FETCHES, tags);
        fetchedRecords = meters.counter(Meters.FETCHED_RECORDS, tags);
        fetchedBytes = meters.counter(Meters.FETCHED_BYTES, tags);
        unpackedRecords = meters.counter(Meters.UNPACKED_RECORDS, tags);
        fetchThrottles = meters.counter(Meters.FETCH_THROTTLES, tags);
        fetchFailures = meters.counter(Meters.FETCH_FAILURES, tags);
        completedRecords = meters.counter(Meters.COMPLETED_RECORDS, tags);
        replays = meters.counter(Meters.REPLAYS, tags);
        bisections = meters.counter(Meters.BISECTIONS, tags);
        for (GiveUpReason reason : GiveUpReason.values()) {
            String value = Meters.Tag.value(reason);
            skipped.put(reason, meters.counter(Meters.SKIPPED_RECORDS, tags, Meters.Tag.REASON, value));
            deadLettered.put(reason, meters.counter(Meters.DEAD_LETTERED_RECORDS, tags, Meters.Tag.REASON, value));
        }
        deadLetterRefusals = meters.counter(Meters.DEAD_LETTER_REFUSALS, tags);
        commit = meters.timer(Meters.COMMIT, tags);
        commitFailures = meters.counter(Meters.COMMIT_FAILURES, tags);
        meters.gauge(Meters.SHARDS, tags, () -> shards);
        meters.gauge(Meters.MEMBERS, tags, () -> members);
        meters.gauge(Meters.HEARTBEAT_AGE, tags, this::heartbeatAge);
    }

    /** Milliseconds since the last heartbeat that was written was sent. */
    private double heartbeatAge() {
        return hasBeaten ? (nanoTime.getAsLong() - lastBeatNanos) / NANOS_PER_MILLI : Double.NaN;
    }

    void completed(long records) {
        completedRecords.increment(records);
    }

    void holds(int shardsNow) {
        shards = shardsNow;
    }

    void on(WorkerEvent.OfShard event) {
        if (!isReading(event) && !isDelivery(event)) {
            lease(event);
        }
    }

    private boolean isReading(WorkerEvent.OfShard event) {
        if (event instanceof WorkerEvent.Fetched fetched) {
            fetches.increment();
            fetchedRecords.increment(fetched.records());
            fetchedBytes.increment(fetched.bytes());
        } else if (event instanceof WorkerEvent.Unpacked unpacked) {
            unpackedRecords.increment(unpacked.userRecords());
        } else if (event instanceof WorkerEvent.FetchDelayed delayed) {
            (delayed.throttled() ? fetchThrottles : fetchFailures).increment();
        } else {
            return false;
        }
        return true;
    }

    private boolean isDelivery(WorkerEvent.OfShard event) {
        if (event instanceof WorkerEvent.Committed committed) {
            commit.record(committed.latency());
        } else if (event instanceof WorkerEvent.CommitDelayed) {
            commitFailures.increment();
        } else if (event instanceof WorkerEvent.Replay) {
            replays.increment();
        } else if (event instanceof WorkerEvent.BatchBisected) {
            bisections.increment();
        } else if (event instanceof WorkerEvent.Skipped given) {
            count(skipped.get(given.reason()), given.records());
        } else if (event instanceof WorkerEvent.DeadLettered given) {
            count(deadLettered.get(given.reason()), given.records());
        } else if (event instanceof WorkerEvent.DeadLetterDelayed) {
            deadLetterRefusals.increment();
        } else if (event instanceof WorkerEvent.ShardStopped) {
            stoppedShards.increment();
        } else {
            return false;
        }
        return true;
    }

    private static void count(Counter counter, int records) {
        counter.increment(records);
    }

    private void lease(WorkerEvent.OfShard event) {
        if (event instanceof WorkerEvent.LeaseClaimed claimed) {
            (claimed.previousOwner() == null ? freeClaims : takeOvers).increment();
        } else if (event instanceof WorkerEvent.LeaseRenewed) {
            renewals.increment();
        } else if (event instanceof WorkerEvent.LeaseReleased released) {
            (released.drained() ? drainedReleases : undrainedReleases).increment();
        } else if (event instanceof WorkerEvent.LeaseLost) {
            leaseLosses.increment();
        } else if (event instanceof WorkerEvent.ShardEnded) {
            endedShards.increment();
        }
    }

    void heartbeat(WorkerEvent.Heartbeat heartbeat) {
        lastBeatNanos = nanoTime.getAsLong() - heartbeat.took().toNanos();
        hasBeaten = true;
    }

    void heartbeatMissed() {
        missedHeartbeats.increment();
    }

    void fenced() {
        fences.increment();
    }

    void lookFailed() {
        lookFailures.increment();
    }

    void joined() {
        members = others.size() + 1;
    }

    void memberAppeared(String clientId) {
        others.add(clientId);
        joined();
    }

    void memberGone(String clientId) {
        others.remove(clientId);
        joined();
    }
}
