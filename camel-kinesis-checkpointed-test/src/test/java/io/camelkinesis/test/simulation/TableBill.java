// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.test.lease.CapacityUnits;
import io.camelkinesis.test.lease.LeaseOperation;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Adds up what the calls of a fleet to the lease table would cost. */
final class TableBill implements CallTap {

    private final World world;
    private final Map<LeaseOperation, Long> calls = new EnumMap<>(LeaseOperation.class);
    private long writeUnits;
    private double readUnits;

    TableBill(World world) {
        this.world = world;
    }

    /** Begins a new bill. */
    void reset() {
        calls.clear();
        writeUnits = 0;
        readUnits = 0;
    }

    long calls(LeaseOperation operation) {
        return calls.getOrDefault(operation, 0L);
    }

    /** Requests that write, done or refused. */
    long writes() {
        return calls.entrySet().stream()
                .filter(entry -> entry.getKey().isWrite())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    long writeUnits() {
        return writeUnits;
    }

    double readUnits() {
        return readUnits;
    }

    @Override
    public <T> CompletionStage<T> call(String worker, String operation, Supplier<CompletionStage<T>> call) {
        if (!OF_THE_STREAM.contains(operation)) {
            enter(LeaseOperation.valueOf(operation));
        }
        return call.get();
    }

    private void enter(LeaseOperation operation) {
        calls.merge(operation, 1L, Long::sum);
        switch (operation) {
            case VIEW -> readUnits += CapacityUnits.read(leaseBytes() + memberBytes() + groupBytes());
            case MEMBERS -> readUnits += CapacityUnits.consistentRead(memberBytes());
            case GLANCE -> readUnits += CapacityUnits.read(memberBytes());
            case READ, IDENTITY -> readUnits += CapacityUnits.consistentRead(0);
            case BEGIN -> {
                readUnits += CapacityUnits.consistentRead(groupBytes());
                writeUnits += CapacityUnits.write(groupBytes());
            }
            // no row of these is as long as a KiB, unless a worker names dozens of shards
            default -> writeUnits += CapacityUnits.write(0);
        }
    }

    private long leaseBytes() {
        return world.table.leases(World.STREAM_ID).stream()
                .mapToLong(CapacityUnits::bytesOf)
                .sum();
    }

    private long memberBytes() {
        return world.table.members(World.STREAM_ID).stream()
                .mapToLong(member -> CapacityUnits.bytesOf(World.STREAM_ID, member))
                .sum();
    }

    private static long groupBytes() {
        return CapacityUnits.bytesOfGroup(World.STREAM_ID);
    }

    @Override
    public String toString() {
        return calls + ", " + writeUnits + " write units, " + readUnits + " read units";
    }
}
