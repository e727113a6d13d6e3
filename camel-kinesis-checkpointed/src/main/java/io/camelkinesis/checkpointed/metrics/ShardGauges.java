// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.metrics;

import io.camelkinesis.engine.consume.ShardStatus;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.model.StreamRecord;
import io.camelkinesis.engine.runtime.Clock;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The gauges of the shards that a consumer holds. They show what the worker told last, and ages as of now, so that who asks does
 * not wait for the worker, and the ages grow also when it does not answer. To be told by one thread at a time.
 */
final class ShardGauges {

    private final MeterSet meters;
    private final Map<StreamId, Tags> streams;
    private final Clock clock;
    private final Map<ShardId, Shown> shown = new HashMap<>();

    /** @param streams the streams, with the tags of their meters */
    ShardGauges(MeterSet meters, Map<StreamId, Tags> streams, Clock clock) {
        this.meters = meters;
        this.streams = streams;
        this.clock = clock;
    }

    /** What is known of a shard, and since when. */
    private record Told(ShardStatus status, long nanos) {}

    private static final class Shown {
        private volatile Told told;

        private Shown(Told told) {
            this.told = told;
        }
    }

    /** The worker holds these shards and no others. */
    void update(List<ShardStatus> shards) {
        long now = clock.nanoTime();
        Set<ShardId> held = new HashSet<>();
        for (ShardStatus status : shards) {
            held.add(status.shard());
            Told told = new Told(status, now);
            Shown before = shown.get(status.shard());
            if (before == null) {
                add(status.shard(), new Shown(told));
            } else {
                before.told = told;
            }
        }
        shown.keySet().removeIf(shard -> {
            boolean gone = !held.contains(shard);
            if (gone) {
                meters.removeGauges(tags(shard));
            }
            return gone;
        });
    }

    private Tags tags(ShardId shard) {
        return streams.getOrDefault(shard.stream(), Tags.empty()).and(MeterSet.tag(Meters.Tag.SHARD, shard.name()));
    }

    private void add(ShardId shard, Shown added) {
        shown.put(shard, added);
        count(Meters.IN_FLIGHT, added, ShardStatus::inFlight);
        count(Meters.UNCOMMITTED, added, ShardStatus::uncommitted);
        count(Meters.WAITING, added, ShardStatus::waiting);
        count(
                Meters.BEHIND_LATEST,
                added,
                status -> status.millisBehindLatest() < 0 ? Double.NaN : status.millisBehindLatest());
        age(Meters.OLDEST_UNCOMMITTED, added, this::oldestUncommitted);
        age(Meters.UNMOVED, added, (status, since) -> millis(status.window().unmoved(), since));
    }

    private void count(Meters meter, Shown of, ToDoubleFunction<ShardStatus> value) {
        meters.gauge(meter, tags(of.told.status().shard()), () -> value.applyAsDouble(of.told.status()));
    }

    /** @param age milliseconds, of a status and how long ago that was told */
    private void age(Meters meter, Shown of, ToDoubleBiFunction<ShardStatus, Duration> age) {
        meters.gauge(meter, tags(of.told.status().shard()), () -> {
            Told told = of.told;
            return age.applyAsDouble(told.status(), Duration.ofNanos(clock.nanoTime() - told.nanos()));
        });
    }

    private double oldestUncommitted(ShardStatus status, Duration since) {
        Instant arrival = status.window().oldestArrival();
        double inFlight = arrival == null || arrival.equals(StreamRecord.NO_ARRIVAL)
                ? 0
                : Math.max(0, Duration.between(arrival, clock.now()).toMillis());
        return Math.max(inFlight, millis(status.commits().unstored(), since));
    }

    private static double millis(@Nullable Duration duration, Duration since) {
        return duration == null ? 0 : duration.plus(since).toMillis();
    }
}
