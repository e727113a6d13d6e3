// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.lease;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Member;
import io.camelkinesis.engine.model.StreamId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What calls to the lease table cost in DynamoDB, in capacity units, by the documented sizes of items: the bytes of names
 * and texts, a byte and one for two digits of a number, three bytes for a list and one more for each element. A write costs a unit
 * for each KiB of its row, a consistent read one for each 4 KiB of all that it reads, another read half of that.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html">Item
 *     sizes</a>
 */
public final class CapacityUnits {

    private static final int WRITE_UNIT = 1 << 10;
    private static final int READ_UNIT = 4 << 10;
    private static final int LIST = 3;
    private static final int ELEMENT = 1;

    private CapacityUnits() {}

    /** Bytes of the row of a shard. */
    public static int bytesOf(Lease lease) {
        return key(lease.shard().stream(), lease.shard().name())
                + text("ClientID", lease.owner())
                + number("LeaseEpoch", lease.epoch())
                + text("LeaseTimeout", lease.leaseTimeout())
                + text("SequenceNumber", lease.sequenceText())
                + (lease.subSequence() == null ? 0 : number("SubSequenceNumber", lease.subSequence()))
                + text("AggregateSequenceNumber", lease.aggregateText())
                + texts("ParentShardIDs", lease.parents())
                + (lease.ended() ? text("EndedAt", "2026-01-01T00:00:00.000Z") : 0);
    }

    /** Bytes of the row of a worker. */
    public static int bytesOf(StreamId stream, Member member) {
        return key(stream, "member/" + member.clientId())
                + number("Beat", member.beat())
                + text("SeenAt", "2026-01-01T00:00:00.000Z")
                + text("Host", member.host())
                + number("Shards", member.shards())
                + number("ExpiresAt", 1_767_225_600L)
                + (member.canRead() ? number("CanRead", 1) : 0)
                + (member.only() == null ? 0 : texts("Only", member.only()));
    }

    /** Bytes of the row of a group that began at the horizon. */
    public static int bytesOfGroup(StreamId stream) {
        return key(stream, "group") + text("StartPosition", "TRIM_HORIZON") + text("StartedAt", "2026-01-01T00:00:00Z");
    }

    /** Write units of one write, applied or refused. */
    public static long write(long rowBytes) {
        return Math.max(1, ceiling(rowBytes, WRITE_UNIT));
    }

    /** Read units of one consistent read of rows with so many bytes. */
    public static double consistentRead(long bytes) {
        return Math.max(1, ceiling(bytes, READ_UNIT));
    }

    /** Read units of one read, not consistent, of rows with so many bytes. */
    public static double read(long bytes) {
        return consistentRead(bytes) / 2;
    }

    private static long ceiling(long bytes, int unit) {
        return (bytes + unit - 1) / unit;
    }

    private static int key(StreamId stream, String rowKey) {
        return text("StreamID", stream.tableKey()) + text("ShardID", rowKey);
    }

    private static int text(String name, @Nullable String value) {
        return value == null ? 0 : bytes(name) + bytes(value);
    }

    private static int number(String name, long value) {
        int digits = 0;
        for (long rest = value; rest != 0; rest /= 10) {
            // zeros at the end are free
            digits += digits > 0 || rest % 10 != 0 ? 1 : 0;
        }
        return bytes(name) + 1 + (digits + 1) / 2;
    }

    private static int texts(String name, List<String> values) {
        return bytes(name)
                + LIST
                + values.stream().mapToInt(value -> ELEMENT + bytes(value)).sum();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
