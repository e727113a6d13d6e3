// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The window of a shard at one moment.
 *
 * @param limit most records between the oldest that is not done and the newest delivered
 * @param isFull whether the window has no room for the next record
 * @param oldest how long ago the oldest record that is not done was taken in; null when all is done
 * @param oldestArrival when that record arrived in Kinesis, by Kinesis' clock; null when all is done
 * @param unmoved for how long the oldest record has stayed the same: so long nothing new could be committed; null when all
 *     is done
 * @param waitsFor what the oldest record waits for; null when all is done
 * @param failure what fails now, most often tried first; null when nothing does
 */
public record WindowStatus(
        int limit,
        boolean isFull,
        @Nullable Duration oldest,
        @Nullable Instant oldestArrival,
        @Nullable Duration unmoved,
        @Nullable WaitsFor waitsFor,
        @Nullable DeliveryFailure failure) {}
