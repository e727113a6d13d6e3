// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import io.camelkinesis.engine.consume.Cursor;
import io.camelkinesis.engine.consume.Fetch;
import io.camelkinesis.engine.consume.ShardReader;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.runtime.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls the streams whose subscriptions are refused. Every five minutes one read of such a stream tries to subscribe; when
 * it is sent something, all shards of the stream subscribe again.
 */
final class PollingFallback {

    private static final Logger LOG = LoggerFactory.getLogger(PollingFallback.class);

    private static final long SOON_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long AGAIN_NANOS = Duration.ofMinutes(5).toNanos();

    private final ShardReader polling;
    private final Clock clock;
    /** When each stream is tried again. */
    private final Map<StreamId, Long> refused = new ConcurrentHashMap<>();

    PollingFallback(ShardReader polling, Clock clock) {
        this.polling = polling;
        this.clock = clock;
    }

    /** A subscription was refused: the stream is polled from now on. Said once. */
    void begin(StreamId stream, Throwable cause) {
        if (refused.put(stream, clock.nanoTime() + AGAIN_NANOS) == null) {
            LOG.warn(
                    "Stream {} is polled, because it cannot be subscribed to: {}. That is tried again every {} minutes",
                    stream.stream(),
                    ServiceFailure.text(cause),
                    Duration.ofNanos(AGAIN_NANOS).toMinutes());
        }
    }

    /** The shard or its consumer is in use just now: if the stream is polled, that goes on for a few seconds. */
    boolean postponed(StreamId stream) {
        return refused.computeIfPresent(stream, (s, next) -> clock.nanoTime() + SOON_NANOS) != null;
    }

    /** A subscription has brought something. */
    void end(StreamId stream) {
        if (!refused.isEmpty() && refused.remove(stream) != null) {
            LOG.info("Stream {} is subscribed to again", stream.stream());
        }
    }

    /** Whether the stream is polled. */
    boolean isOn(StreamId stream) {
        return refused.containsKey(stream);
    }

    /** Whether this read of the stream is to be polled: it is not when it shall find out whether subscribing works. */
    boolean isToPoll(StreamId stream) {
        Long next = refused.get(stream);
        if (next == null) {
            return false;
        }
        long now = clock.nanoTime();
        return now - next < 0 || !refused.replace(stream, next, now + AGAIN_NANOS);
    }

    CompletionStage<Fetch> fetch(ShardId shard, Position from, @Nullable Cursor cursor, int limit) {
        return polling.fetch(shard, from, cursor, limit);
    }

    void release(Cursor cursor) {
        polling.release(cursor);
    }
}
