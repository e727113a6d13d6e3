// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import java.time.Duration;

/**
 * When waiting records of a shard are delivered together. A batch closes as soon as one of these says so; it also closes
 * when its shard is at its end, when it holds {@code checkpointLimit} records and no size is given, and when memory runs
 * short. With none of them each record is delivered by itself.
 *
 * @param size most records of a batch; 0: not limited by this
 * @param bytes most payload bytes of a batch, in sum; a larger record passes alone; 0: not limited by this
 * @param period longest time that the first record of a batch waits for more; zero: for ever
 * @param byRecord whether a record with {@link io.camelkinesis.engine.model.StreamRecord#closesBatch} is the last of its
 *     batch
 */
public record BatchSettings(int size, long bytes, Duration period, boolean byRecord) {

    /** Every record by itself. */
    public static final BatchSettings NONE = new BatchSettings(0, 0, Duration.ZERO, false);

    public BatchSettings {
        if (size < 0 || bytes < 0 || period.isNegative()) {
            throw new IllegalArgumentException(
                    "Bounds of a batch are not negative: " + size + " records, " + bytes + " bytes, period " + period);
        }
    }

    /** Whether records are delivered together at all. */
    public boolean isOn() {
        return size > 0 || bytes > 0 || !period.isZero() || byRecord;
    }
}
