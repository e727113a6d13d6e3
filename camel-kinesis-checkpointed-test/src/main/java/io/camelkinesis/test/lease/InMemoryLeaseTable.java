// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.lease;

import io.camelkinesis.engine.model.GroupStart;
import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Member;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.Shard;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.model.StreamIdentity;
import io.camelkinesis.engine.runtime.Clock;
import io.camelkinesis.engine.table.LeaseTableView;
import io.camelkinesis.engine.table.LeaseWrite;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a lease table, shared by any number of {@link InMemoryLeaseStore stores}. Every write is one atomic step with
 * its condition, as in the real table. Whoever wants to watch is told of each write that is done.
 */
public final class InMemoryLeaseTable {

    private final Clock clock;
    private final Duration leasePeriod;
    private final Map<ShardId, Lease> leases = new TreeMap<>();
    private final Map<StreamId, Map<String, Member>> members = new TreeMap<>();
    private final Map<StreamId, GroupStart> groups = new TreeMap<>();
    private final Map<StreamId, StreamIdentity> identities = new TreeMap<>();
    private final List<Consumer<LeaseChange>> watchers = new ArrayList<>();
    private TableCapacity capacity = TableCapacity.UNLIMITED;
    private double readUnits;
    private long refusals;

    /**
     * @param clock the clock of the service
     * @param leasePeriod how far LeaseTimeout lies ahead
     */
    public InMemoryLeaseTable(Clock clock, Duration leasePeriod) {
        this.clock = clock;
        this.leasePeriod = leasePeriod;
    }

    /** Tells the watcher of each write to a shard row, in order, as part of the write. */
    public synchronized void watch(Consumer<LeaseChange> watcher) {
        watchers.add(watcher);
    }

    /**
     * Takes no more than this from now on: each call beyond it is refused, untried, as DynamoDB refuses it. The bucket of
     * unused units is full at first.
     *
     * @param perSecond write units and read units per second
     */
    public synchronized void limit(TableCapacity.Limit perSecond) {
        capacity = new TableCapacity(perSecond, clock.nanoTime());
    }

    /** Takes everything again. */
    public synchronized void unlimit() {
        capacity = TableCapacity.UNLIMITED;
    }

    /** Read units that were asked for so far, taken or not. */
    public synchronized double readUnits() {
        return readUnits;
    }

    /** Calls that were refused because the table takes no more. */
    public synchronized long refusals() {
        return refusals;
    }

    /** Whether a call that costs so many units is taken; what is taken is used. */
    synchronized boolean admits(boolean write, double units) {
        readUnits += write ? 0 : units;
        boolean admitted = capacity.admits(write, units, clock.nanoTime());
        if (!admitted) {
            refusals++;
        }
        return admitted;
    }

    /** Monotonic time of the table. */
    synchronized Duration now() {
        return Duration.ofNanos(clock.nanoTime());
    }

    /** Bytes of all rows under the key of a stream: what {@link #view} reads. */
    synchronized long bytesOf(StreamId stream) {
        return bytesOfMembers(stream)
                + leases(stream).stream().mapToLong(CapacityUnits::bytesOf).sum()
                + CapacityUnits.bytesOfGroup(stream);
    }

    /** Bytes of the rows of the members of a stream. */
    synchronized long bytesOfMembers(StreamId stream) {
        return members(stream).stream()
                .mapToLong(member -> CapacityUnits.bytesOf(stream, member))
                .sum();
    }

    /** Puts a row as somebody might by hand, past all conditions. */
    public synchronized void put(Lease lease) {
        leases.put(lease.shard(), lease);
    }

    /** Deletes a row as somebody might by hand. */
    public synchronized void delete(ShardId shard) {
        leases.remove(shard);
    }

    /** Deletes the row of a member as somebody might by hand. */
    public synchronized void deleteMember(StreamId stream, String clientId) {
        members.getOrDefault(stream, new TreeMap<>()).remove(clientId);
    }

    /** Deletes the row of the group as somebody might by hand. */
    public synchronized void deleteGroup(StreamId stream) {
        groups.remove(stream);
        identities.remove(stream);
    }

    /** The shard rows of a stream, in order. */
    public synchronized List<Lease> leases(StreamId stream) {
        return leases.values().stream()
                .filter(lease -> lease.shard().stream().equals(stream))
                .toList();
    }

    /** The row of a shard. */
    public synchronized Optional<Lease> lease(ShardId shard) {
        return Optional.ofNullable(leases.get(shard));
    }

    /** Whether the start of the group has been stored. */
    public synchronized boolean hasBegun(StreamId stream) {
        return groups.containsKey(stream);
    }

    /** The member rows of a stream, in order. */
    public synchronized List<Member> members(StreamId stream) {
        return List.copyOf(members.getOrDefault(stream, Map.of()).values());
    }

    LeaseTableView view(StreamId stream) {
        return new LeaseTableView(leases(stream), members(stream), List.of());
    }

    synchronized GroupStart begin(StreamId stream, Position wanted) {
        return groups.computeIfAbsent(stream, id -> {
            Instant now = clock.now();
            if (!(wanted instanceof Position.Latest)) {
                return new GroupStart(wanted, now);
            }
            // rows without a group are another program's, which began at a time that nobody knows
            return new GroupStart(
                    leases(stream).isEmpty() ? new Position.AtTimestamp(now) : Position.TRIM_HORIZON, now);
        });
    }

    synchronized Optional<StreamIdentity> identity(StreamId stream, @Nullable StreamIdentity toLearn) {
        if (toLearn != null && groups.containsKey(stream)) {
            identities.putIfAbsent(stream, toLearn);
        }
        return Optional.ofNullable(identities.get(stream));
    }

    synchronized LeaseWrite claim(Lease seen, String clientId, long epoch) {
        Lease row = leases.get(seen.shard());
        boolean asSeen = row == null
                ? !seen.stored()
                : seen.stored()
                        && Objects.equals(row.owner(), seen.owner())
                        && (row.owner() == null || Objects.equals(row.leaseTimeout(), seen.leaseTimeout()))
                        && row.epoch() == seen.epoch()
                        && !row.ended();
        if (!asSeen) {
            return new LeaseWrite.Refused(row);
        }
        Lease before = row == null ? seen : row;
        return write(LeaseOperation.CLAIM, clientId, epoch, before, before.claimedBy(clientId, epoch, timeout()));
    }

    synchronized LeaseWrite commit(Lease held, SequenceNumber checkpoint, @Nullable SequenceNumber whole) {
        Lease row = leases.get(held.shard());
        if (row == null
                || !isHeldAs(row, held)
                || !Objects.equals(row.sequenceText(), held.sequenceText())
                || !Objects.equals(row.subSequence(), held.subSequence())
                || !Objects.equals(row.aggregateText(), held.aggregateText())) {
            return new LeaseWrite.Refused(row);
        }
        return write(LeaseOperation.COMMIT, held, row, row.committedAt(checkpoint, whole, timeout()));
    }

    synchronized LeaseWrite release(Lease held) {
        Lease row = leases.get(held.shard());
        return row != null && isHeldAs(row, held)
                ? write(LeaseOperation.RELEASE, held, row, row.released())
                : new LeaseWrite.Refused(row);
    }

    synchronized LeaseWrite end(Lease held) {
        Lease row = leases.get(held.shard());
        return row != null && isHeldAs(row, held)
                ? write(LeaseOperation.END, held, row, row.consumed())
                : new LeaseWrite.Refused(row);
    }

    synchronized LeaseWrite retire(Lease seen) {
        Lease row = leases.get(seen.shard());
        if (row == null || !row.equals(seen)) {
            return new LeaseWrite.Refused(row);
        }
        leases.remove(seen.shard());
        Lease absent = Lease.absent(new Shard(seen.shard(), seen.parents(), true));
        tell(new LeaseChange(LeaseOperation.RETIRE, "", seen.epoch(), row, absent));
        return new LeaseWrite.Applied(row);
    }

    synchronized LeaseWrite restore(Lease ended) {
        Lease row = leases.get(ended.shard());
        if (row != null) {
            return new LeaseWrite.Refused(row);
        }
        Lease absent = Lease.absent(new Shard(ended.shard(), ended.parents(), true));
        return write(LeaseOperation.RESTORE, "", ended.epoch(), absent, ended.consumed());
    }

    synchronized boolean beat(StreamId stream, Member member) {
        Map<String, Member> rows = members.computeIfAbsent(stream, id -> new TreeMap<>());
        Member row = rows.get(member.clientId());
        if (row != null && row.beat() >= member.beat()) {
            return false;
        }
        rows.put(member.clientId(), member);
        return true;
    }

    synchronized boolean leave(StreamId stream, Member member) {
        Map<String, Member> rows = members.getOrDefault(stream, Map.of());
        Member row = rows.get(member.clientId());
        if (row != null && row.beat() > member.beat()) {
            return false;
        }
        if (row != null) {
            rows.remove(member.clientId());
        }
        return true;
    }

    private static boolean isHeldAs(Lease row, Lease held) {
        return row.owner() != null && row.owner().equals(held.owner()) && row.epoch() == held.epoch() && !row.ended();
    }

    private LeaseWrite write(LeaseOperation operation, Lease held, Lease before, Lease after) {
        return write(operation, String.valueOf(held.owner()), held.epoch(), before, after);
    }

    private LeaseWrite write(LeaseOperation operation, String by, long byEpoch, Lease before, Lease after) {
        leases.put(after.shard(), after);
        tell(new LeaseChange(operation, by, byEpoch, before, after));
        return new LeaseWrite.Applied(after);
    }

    private void tell(LeaseChange change) {
        watchers.forEach(watcher -> watcher.accept(change));
    }

    private String timeout() {
        return clock.now().plus(leasePeriod).toString();
    }
}
