// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import io.camelkinesis.checkpointed.aws.EventFeed.Signal;
import io.camelkinesis.checkpointed.aws.ShardFeed.Place;
import io.camelkinesis.engine.consume.Cursor;
import io.camelkinesis.engine.consume.Fetch;
import io.camelkinesis.engine.consume.ShardReader;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.model.StreamRecord;
import io.camelkinesis.engine.runtime.Clock;
import io.camelkinesis.engine.runtime.TaskScheduler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardRequest;

/**
 * Reads shards by SubscribeToShard: the service sends, a read waits for the next event. One event is asked for when a read
 * wants one, so a shard that is not read is sent nothing more.
 *
 * <p>A subscription lasts five minutes; the next one begins behind the last event. One that sends nothing for
 * {@link #SILENCE}, though the service sends an event without records every five seconds, is given up. A read that finds no
 * subscription and gets none ends in a failure, for the engine to back off; a consumer and shard that were subscribed less
 * than five seconds ago, as at a hand-over, count as a throttle.
 */
public final class FanOutShardReader implements ShardReader, AutoCloseable {

    /** After how long without an event a subscription counts as dead. */
    static final Duration SILENCE = Duration.ofSeconds(15);

    /** How long the service lets a subscription last. Where it does not end one, this does. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    /** One that ends earlier is a failure; the service does not grant the next one sooner anyway. */
    private static final Duration SHORTEST = Duration.ofSeconds(5);

    private final KinesisAsyncClient client;
    private final FanOutConsumers consumers;
    private final Executor executor;
    private final TaskScheduler timers;
    private final Clock clock;
    private final @Nullable PollingFallback fallback;
    private final StalePositions stale = new StalePositions();
    private final Map<ShardId, ShardFeed> feeds = new ConcurrentHashMap<>();

    /**
     * @param client stays the caller's; as {@link AwsClients#kinesisAsync} makes it
     * @param consumers who is subscribed
     * @param executor begins subscriptions, takes in events and completes the stages; bounded by its owner
     * @param timers wake up when a subscription is silent
     * @param clock monotonic time
     * @param polling reads streams whose subscriptions are refused; null: such reads fail
     */
    public FanOutShardReader(
            KinesisAsyncClient client,
            FanOutConsumers consumers,
            Executor executor,
            TaskScheduler timers,
            Clock clock,
            @Nullable ShardReader polling) {
        this.client = client;
        this.consumers = consumers;
        this.executor = executor;
        this.timers = timers;
        this.clock = clock;
        this.fallback = polling == null ? null : new PollingFallback(polling, clock);
    }

    /**
     * Sees to it that the stream's consumer is registered and active, or that the stream is polled. Blocks.
     *
     * @throws KinesisStreamException if it is not, and nothing is to be polled
     */
    public void prepare(StreamId stream) {
        try {
            consumers.ensure(stream);
        } catch (KinesisStreamException e) {
            if (fallback == null) {
                throw e;
            }
            fallback.begin(stream, e);
        }
    }

    @Override
    public boolean isPushed(ShardId shard, @Nullable Cursor cursor) {
        return cursor instanceof Place || (cursor == null && (fallback == null || !fallback.isOn(shard.stream())));
    }

    @Override
    public CompletionStage<Fetch> fetch(ShardId shard, Position from, @Nullable Cursor cursor, int limit) {
        if (cursor instanceof Place place) {
            return read(shard, from, place, limit);
        }
        if (fallback != null && fallback.isToPoll(shard.stream())) {
            return fallback.fetch(shard, from, cursor, limit);
        }
        if (cursor != null && fallback != null) {
            fallback.release(cursor);
        }
        ShardFeed feed = new ShardFeed();
        ShardFeed former = feeds.put(shard, feed);
        if (former != null) {
            former.close();
        }
        SequenceNumber refused = stale.refused(shard, from);
        Position at = refused == null ? from : Position.TRIM_HORIZON;
        return read(shard, from, new Place(feed, ShardFeed.at(at), refused, 0), limit);
    }

    @Override
    public void release(Cursor cursor) {
        if (cursor instanceof Place place) {
            end(place.feed());
        } else if (fallback != null) {
            fallback.release(cursor);
        }
    }

    private void end(ShardFeed feed) {
        feeds.values().remove(feed);
        feed.close();
    }

    /** Ends all subscriptions. */
    @Override
    public void close() {
        feeds.values().forEach(ShardFeed::close);
        feeds.clear();
    }

    private CompletionStage<Fetch> read(ShardId shard, Position from, Place place, int limit) {
        ShardFeed feed = place.feed();
        if (!feed.standsAt(place)) {
            return CompletableFuture.completedStage(new Fetch.Expired());
        }
        if (feed.hasMore()) {
            return CompletableFuture.completedStage(feed.answer(limit));
        }
        EventFeed present = feed.present(clock.nanoTime(), LONGEST.toNanos());
        EventFeed events = present == null ? subscribe(shard, place) : present;
        CompletionStage<Signal> next = events.next();
        TaskScheduler.Cancellable watch = timers.schedule(() -> events.cancel(silence(shard)), SILENCE);
        next.whenComplete((signal, failure) -> watch.cancel());
        return next.thenApplyAsync(
                signal -> {
                    Fetch answer = answer(new Read(shard, from, place, limit), events, signal);
                    if (isLast(answer, place)) {
                        end(feed);
                    }
                    return answer;
                },
                executor);
    }

    private static TimeoutException silence(ShardId shard) {
        return new TimeoutException(
                "The subscription to shard " + shard + " has sent nothing for " + SILENCE.toSeconds() + " s");
    }

    /** Whether the engine cannot come back to the feed: the shard has ended, or a first read handed no cursor out. */
    private static boolean isLast(Fetch answer, Place place) {
        return answer instanceof Fetch.Records records ? records.next() == null : place.isFirst();
    }

    private EventFeed subscribe(ShardId shard, Place place) {
        EventFeed events = place.feed().begin(clock.nanoTime());
        try {
            executor.execute(() -> subscribe(shard, place, events));
        } catch (Throwable noThread) {
            events.exceptionOccurred(noThread);
        }
        return events;
    }

    private void subscribe(ShardId shard, Place place, EventFeed events) {
        try {
            SubscribeToShardRequest request = SubscribeToShardRequest.builder()
                    .consumerARN(consumers.arn(shard.stream()))
                    .shardId(shard.name())
                    .startingPosition(place.at())
                    .build();
            events.startedBy(client.subscribeToShard(request, events));
        } catch (Throwable e) {
            events.exceptionOccurred(e);
        }
    }

    /** A read that is under way. */
    private record Read(ShardId shard, Position from, Place place, int limit) {}

    private Fetch answer(Read read, EventFeed events, Signal signal) {
        ShardFeed feed = read.place().feed();
        if (feed.isClosed()) {
            return new Fetch.Expired();
        }
        if (signal instanceof Signal.Event event) {
            return records(read, event);
        }
        boolean lasted = events.hasBrought() && feed.ageNanos(clock.nanoTime()) >= SHORTEST.toNanos();
        feed.leave();
        if (lasted) {
            return feed.nothing(read.place());
        }
        return signal instanceof Signal.Broken broken
                ? refused(read, broken.cause())
                : new Fetch.Failed(
                        new IllegalStateException("The subscription to shard " + read.shard() + " ended at once"));
    }

    private Fetch records(Read read, Signal.Event event) {
        List<StreamRecord> records = KinesisRecords.of(event.event().records());
        SequenceNumber above = read.place().above();
        if (above != null && !records.isEmpty()) {
            Fetch wrong = stale.check(read.shard(), above, records);
            if (wrong != null) {
                return wrong;
            }
        }
        if (fallback != null) {
            fallback.end(read.shard().stream());
        }
        read.place().feed().take(event.event(), records);
        return read.place().feed().answer(read.limit());
    }

    private Fetch refused(Read read, Throwable cause) {
        if (cause instanceof ResourceInUseException) {
            boolean polled = fallback != null && fallback.postponed(read.shard().stream());
            return polled ? new Fetch.Expired() : new Fetch.Throttled(cause);
        }
        if (cause instanceof ResourceNotFoundException) {
            return notFound(read, cause);
        }
        if (cause instanceof InvalidArgumentException) {
            return invalid(read, cause);
        }
        if (cause instanceof LimitExceededException || cause instanceof KinesisStreamException || Denial.is(cause)) {
            return withoutSubscription(read, cause);
        }
        boolean throttled = cause instanceof SdkServiceException service && service.isThrottlingException();
        return throttled ? new Fetch.Throttled(cause) : new Fetch.Failed(cause);
    }

    /** Which of the three it is that the service does not know: the consumer, the stream or the shard. */
    private Fetch notFound(Read read, Throwable cause) {
        try {
            return switch (consumers.look(read.shard().stream())) {
                case ACTIVE, NO_STREAM -> new Fetch.Gone(cause);
                case NOT_YET -> new Fetch.Failed(cause);
            };
        } catch (KinesisStreamException e) {
            return withoutSubscription(read, e);
        }
    }

    /** A place of our own cannot be read on, or a position of the engine's is not one of the shard. */
    private Fetch invalid(Read read, Throwable cause) {
        if (!read.place().isFirst()) {
            return new Fetch.Expired();
        }
        return read.from() instanceof Position.After after && read.place().above() == null
                ? new Fetch.Failed(stale.refuse(read.shard(), after.sequence(), cause))
                : new Fetch.Failed(cause);
    }

    private Fetch withoutSubscription(Read read, Throwable cause) {
        if (fallback != null) {
            fallback.begin(read.shard().stream(), cause);
            return new Fetch.Expired();
        }
        return cause instanceof LimitExceededException ? new Fetch.Throttled(cause) : new Fetch.Failed(cause);
    }
}
