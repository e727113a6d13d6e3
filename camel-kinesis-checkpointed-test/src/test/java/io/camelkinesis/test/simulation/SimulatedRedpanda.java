// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.test.kinesis.StoredRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One process of Redpanda Connect with an {@code aws_kinesis} input, as {@code docs/design/0006-redpanda-tables.md}
 * describes it: how it balances, claims, robs, checkpoints, yields and stops, its faults included. It reads from the oldest
 * record what has no checkpoint.
 */
final class SimulatedRedpanda {

    /** Its fields lease_period, commit_period and rebalance_period. */
    record Periods(Duration lease, Duration commit, Duration rebalance) {
        static final Periods DEFAULTS =
                new Periods(Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofSeconds(30));
    }

    private static final Duration STEAL_GRACE = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final int CHECKPOINT_LIMIT = 1024;

    private final String id;
    private final World world;
    private final WorkerTime time;
    private final Periods periods;
    private final ZoneId zone;
    private final Random random;
    /** There may be two of a shard: one that was robbed and has not noticed yet, and one since it was robbed back. */
    private final List<Consumer> consumers = new ArrayList<>();

    private boolean stopping;

    SimulatedRedpanda(String id, World world, WorkerTime time, Periods periods, ZoneId zone, Random random) {
        this.id = id;
        this.world = world;
        this.time = time;
        this.periods = periods;
        this.zone = zone;
        this.random = random;
    }

    String id() {
        return id;
    }

    /** Whether it runs, not frozen, and means to go on. */
    boolean isAlive() {
        return time.isAlive() && !time.isFrozen() && !stopping;
    }

    /**
     * Whether the shard must be left to it. What it holds without reading it, because the row had no sequence number or
     * because it waits its period of grace by a clock that is wrong, its own fleet would not leave to it either.
     */
    boolean isReading(String shard) {
        return isAlive() && consumers.stream().anyMatch(consumer -> consumer.shard.equals(shard));
    }

    void start() {
        fate("started");
        time.execute(this::rebalance);
    }

    /** Stores what has been acknowledged and gives all back; what is in flight is not waited for. */
    void stop() {
        fate("stopped");
        stopping = true;
        consumers.forEach(Consumer::giveBack);
        consumers.clear();
    }

    void kill() {
        fate("killed");
        time.kill();
    }

    void freeze() {
        fate("frozen");
        time.freeze();
    }

    void thaw() {
        fate("thawed");
        time.thaw();
    }

    private void fate(String what) {
        world.observe(new Observation.Fate(id, what));
    }

    private void rebalance() {
        if (stopping) {
            return;
        }
        time.schedule(this::rebalance, periods.rebalance());
        Map<String, List<Lease>> claims = new TreeMap<>();
        for (Lease row : world.table.leases(World.STREAM_ID)) {
            if (row.owner() != null) {
                if (row.leaseTimeout() == null) {
                    return;
                }
                claims.computeIfAbsent(row.owner(), owner -> new ArrayList<>()).add(row);
            }
        }
        Map<String, String> unclaimed = unclaimed(claims);
        if (unclaimed.isEmpty()) {
            rob(claims);
        } else {
            unclaimed.forEach(this::claim);
        }
    }

    private Map<String, String> unclaimed(Map<String, List<Lease>> claims) {
        Map<String, String> unclaimed = new TreeMap<>();
        world.kinesis.openShards(World.STREAM).forEach(shard -> unclaimed.put(shard, ""));
        claims.forEach((owner, rows) -> rows.forEach(row -> {
            String shard = row.shard().name();
            Duration over = Duration.between(timeoutOf(row), time.now());
            if (over.compareTo(periods.lease().multipliedBy(2)) > 0) {
                unclaimed.put(shard, owner);
            } else {
                unclaimed.remove(shard);
            }
        }));
        return unclaimed;
    }

    private static Instant timeoutOf(Lease row) {
        return OffsetDateTime.parse(String.valueOf(row.leaseTimeout())).toInstant();
    }

    private void rob(Map<String, List<Lease>> claims) {
        int own = claims.getOrDefault(id, List.of()).size();
        for (Map.Entry<String, List<Lease>> other : claims.entrySet()) {
            List<Lease> rows = other.getValue();
            if (!other.getKey().equals(id) && rows.size() > own + 1) {
                claim(rows.get(random.nextInt(rows.size())).shard().name(), other.getKey());
                return;
            }
        }
    }

    /** An UpdateItem: all that it does not know stays. */
    private void claim(String shard, String from) {
        Lease row = row(shard);
        String owner = row == null || row.owner() == null ? "" : row.owner();
        if (!owner.equals(from)) {
            return;
        }
        put(new Lease(
                id(shard),
                true,
                id,
                row == null ? 0 : row.epoch(),
                row == null ? null : row.sequenceText(),
                row == null ? null : row.subSequence(),
                row == null ? List.of() : row.parents(),
                row != null && row.ended(),
                timeout()));
        if (from.isEmpty()) {
            consume(shard, row == null ? null : row.sequenceText());
        } else {
            Instant next = row == null || row.leaseTimeout() == null
                    ? time.now()
                    : timeoutOf(row).minus(periods.lease()).plus(periods.commit());
            Duration wait = Duration.between(time.now(), next.plus(STEAL_GRACE));
            time.schedule(() -> begin(shard), wait.isNegative() ? Duration.ZERO : wait);
        }
    }

    /** It demands a sequence number here; without one it holds the shard and does not read it. */
    private void begin(String shard) {
        Lease row = row(shard);
        if (!stopping && row != null && row.sequenceText() != null) {
            consume(shard, row.sequenceText());
        }
    }

    private void consume(String shard, @Nullable String sequence) {
        Consumer consumer = new Consumer(shard, sequence);
        consumers.add(consumer);
        consumer.pull();
        consumer.commitLater();
    }

    private @Nullable Lease row(String shard) {
        return world.table.lease(id(shard)).orElse(null);
    }

    private static ShardId id(String shard) {
        return World.STREAM_ID.shard(shard);
    }

    private void put(Lease row) {
        world.table.put(row);
        world.observe(new Observation.Seized(row));
    }

    private String timeout() {
        return time.now().plus(periods.lease()).atZone(zone).toOffsetDateTime().toString();
    }

    /** What reads one shard. */
    private final class Consumer {
        private final String shard;
        private final List<StoredRecord> inFlight = new ArrayList<>();
        private final List<SequenceNumber> acknowledged = new ArrayList<>();
        private @Nullable String sequence;
        private final @Nullable SequenceNumber from;
        private int seen;
        private boolean closed;

        private Consumer(String shard, @Nullable String sequence) {
            this.shard = shard;
            this.sequence = sequence;
            this.from = sequence == null ? null : SequenceNumber.of(sequence);
        }

        private void pull() {
            if (closed) {
                return;
            }
            List<StoredRecord> records = world.kinesis.records(World.STREAM, shard);
            for (; seen < records.size() && inFlight.size() < CHECKPOINT_LIMIT; seen++) {
                StoredRecord record = records.get(seen);
                if (from == null || record.sequence().compareTo(from) > 0) {
                    inFlight.add(record);
                    time.schedule(() -> acknowledge(record), Duration.ofMillis(1 + random.nextInt(500)));
                }
            }
            if (inFlight.isEmpty() && !world.kinesis.openShards(World.STREAM).contains(shard)) {
                closed = true;
                consumers.remove(this);
                world.table.delete(id(shard));
            } else {
                time.schedule(this::pull, POLL);
            }
        }

        /** The output has the record, whatever has become of this consumer. */
        private void acknowledge(StoredRecord record) {
            world.journal(shard).complete(record.sequence());
            acknowledged.add(record.sequence());
            while (!inFlight.isEmpty() && acknowledged.remove(inFlight.get(0).sequence())) {
                sequence = inFlight.remove(0).sequence().digits();
            }
        }

        private void commitLater() {
            time.schedule(this::commit, periods.commit());
        }

        private void commit() {
            if (closed) {
                return;
            }
            if (isOurs()) {
                replace(id, timeout());
                commitLater();
                return;
            }
            closed = true;
            consumers.remove(this);
            yieldShard();
        }

        private boolean isOurs() {
            Lease row = row(shard);
            return row != null && id.equals(row.owner());
        }

        /** A PutItem: all that it does not know is gone. */
        private void replace(@Nullable String owner, @Nullable String timeout) {
            put(new Lease(id(shard), true, owner, 0, sequence, null, List.of(), false, timeout));
        }

        /** An UpdateItem without any condition. */
        private void yieldShard() {
            Lease row = row(shard);
            if (sequence == null) {
                return;
            }
            put(
                    row == null
                            ? new Lease(id(shard), true, null, 0, sequence, null, List.of(), false, null)
                            : new Lease(
                                    row.shard(),
                                    true,
                                    row.owner(),
                                    row.epoch(),
                                    sequence,
                                    row.subSequence(),
                                    row.parents(),
                                    row.ended(),
                                    row.leaseTimeout()));
        }

        private void giveBack() {
            closed = true;
            if (isOurs()) {
                replace(null, null);
            }
        }
    }
}
