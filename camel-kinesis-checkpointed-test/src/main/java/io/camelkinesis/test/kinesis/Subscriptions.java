// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

import io.camelkinesis.engine.runtime.Clock;
import io.camelkinesis.engine.runtime.TaskScheduler;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.model.ConsumerStatus;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardRequest;

/**
 * SubscribeToShard: who is subscribed to what, and what comes next. A consumer has one subscription to a shard; a later
 * call takes it over, but not within the first five seconds.
 */
final class Subscriptions {

    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Gate gate;
    private final Clock clock;
    private final Streams streams;
    private final ShardIterators iterators;
    private final ConsumerOperations consumers;
    private final Settings settings;
    /** The latest call for each consumer and shard: also a subscription that has ended protects its shard. */
    private final Map<Subscribed, Feed> latest = new HashMap<>();

    Subscriptions(
            Gate gate,
            Clock clock,
            Streams streams,
            ShardIterators iterators,
            ConsumerOperations consumers,
            Settings settings) {
        this.gate = gate;
        this.clock = clock;
        this.streams = streams;
        this.iterators = iterators;
        this.consumers = consumers;
        this.settings = settings;
    }

    private record Subscribed(String consumerArn, String shard) {}

    /** What a subscription does next. */
    sealed interface Step {

        /** Nothing now. */
        record Nothing() implements Step {}

        /** Sends an event; behind the last one it ends. */
        record Send(SubscribeToShardEvent event, boolean last) implements Step {}

        /** Ends: its time is over. */
        record End() implements Step {}

        Step NOTHING = new Nothing();
    }

    /** Where one subscription stands; only touched inside the gate. */
    final class Feed {
        private final Subscribed key;
        private final StreamModel stream;
        private final ShardModel shard;
        private final Fault fault;
        private final long begunNanos;
        private long position;
        private long sentNanos;
        private long notBeforeNanos;
        private int sent;
        private boolean takenOver;

        private Feed(Subscribed key, StreamModel stream, ShardModel shard, long position, Fault fault) {
            this.key = key;
            this.stream = stream;
            this.shard = shard;
            this.position = position;
            this.fault = fault;
            this.begunNanos = clock.nanoTime();
            this.notBeforeNanos = begunNanos;
        }

        /**
         * What comes next.
         *
         * @param wanted whether the subscriber has asked for an event
         * @throws RuntimeException what the subscription fails with
         */
        Step next(boolean wanted) {
            return gate.inside(() -> step(wanted));
        }

        private Step step(boolean wanted) {
            long now = clock.nanoTime();
            if (takenOver) {
                throw Errors.inUse("Another active subscription exists for this consumer: " + key);
            }
            if (sent > 0 && fault instanceof Fault.SubscriptionBroken) {
                throw Errors.internalFailure();
            }
            if (sent > 0 && fault instanceof Fault.SubscriptionSilent) {
                return Step.NOTHING;
            }
            if (now - begunNanos >= settings.subscriptionNanos()) {
                return new Step.End();
            }
            consumers.withArn(key.consumerArn());
            return wanted && now - notBeforeNanos >= 0 ? event(now) : Step.NOTHING;
        }

        private Step event(long now) {
            ShardLog log = shard.log();
            log.trimBefore(stream.horizonMillis(clock.now().toEpochMilli()));
            long from = Math.max(position, log.first());
            List<Entry> entries = RecordReader.collect(log, from, Limits.RECORDS_PER_EVENT, Limits.BYTES_PER_EVENT);
            position = from + entries.size();
            boolean ended = !shard.isOpen() && position >= log.next();
            boolean due = sent == 0 || now - sentNanos >= Limits.SILENCE.toNanos();
            if (entries.isEmpty() && !ended && !due) {
                return Step.NOTHING;
            }
            long bytes = entries.stream().mapToLong(Entry::size).sum();
            sent++;
            sentNanos = now;
            notBeforeNanos = settings.isThrottling()
                    ? now + (long) (bytes * NANOS_PER_SECOND / Limits.READ_BYTES_PER_SECOND)
                    : now;
            return new Step.Send(
                    SubscribeToShardEvent.builder()
                            .records(RecordOperations.recordsOf(
                                    new RecordReader.Read(shard, from, entries, 0, null, ended)))
                            .millisBehindLatest(RecordReader.millisBehind(clock, log, position))
                            .continuationSequenceNumber(ended ? null : shard.sequence(position - 1))
                            .childShards(ended ? RecordOperations.childrenOf(shard) : null)
                            .build(),
                    ended);
        }
    }

    /** Subscribes; what the call fails with is thrown. */
    ShardSubscription subscribe(SubscribeToShardRequest request, TaskScheduler scheduler) {
        return gate.call(Operation.SUBSCRIBE_TO_SHARD, 0, fault -> {
            String arn = Check.required("consumerARN", request.consumerARN());
            String shardId = Check.required("shardId", request.shardId());
            ShardIterators.Start start = startOf(Check.required("startingPosition", request.startingPosition()));
            ConsumerOperations.Registered registered = consumers.withArn(arn);
            if (registered.consumer().status() != ConsumerStatus.ACTIVE) {
                throw Errors.inUse("Consumer " + arn + " is not ACTIVE, instead in state "
                        + registered.consumer().status());
            }
            StreamModel stream = registered.stream();
            ShardModel shard = streams.shard(stream, shardId);
            Subscribed key = new Subscribed(arn, shardId);
            requireNoneFresh(latest.get(key));
            Feed feed = new Feed(key, stream, shard, iterators.positionOf(stream, shard, start), fault);
            Feed before = latest.put(key, feed);
            if (before != null) {
                before.takenOver = true;
            }
            return new ShardSubscription(feed, scheduler);
        });
    }

    private void requireNoneFresh(@Nullable Feed present) {
        if (present != null && clock.nanoTime() - present.begunNanos < Limits.SUBSCRIPTION_PROTECTION.toNanos()) {
            throw Errors.inUse("Another active subscription exists for this consumer: " + present.key);
        }
    }

    private static ShardIterators.Start startOf(StartingPosition position) {
        Check.required("startingPosition.type", position.typeAsString());
        return new ShardIterators.Start(position.type(), position.sequenceNumber(), position.timestamp());
    }
}
