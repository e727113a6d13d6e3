// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.ShardState;
import io.camelkinesis.engine.model.StreamId;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All shards that this worker reads. Lives on the worker's loop. */
public final class ShardConsumers {

    /** While a shard waits for room, those that could not deliver for so long give back what they fetched ahead. */
    private static final Duration SPARE_AFTER = Duration.ofSeconds(1);

    /** Whom they belong to. */
    public interface Owner {
        /**
         * A shard is not held any more.
         *
         * @param row its row as it was last known here, which the last word has left so
         */
        void closed(Lease row, boolean ended);

        /**
         * An answer names no place to go on and proves no end. If a listing that is asked for from now on shows the shard
         * closed, {@link #listedClosed} is to be told.
         */
        void seemsEnded(ShardId shard);

        /** The service does not know the shard: it may have passed out of retention. */
        void gone(ShardId shard);

        /** Deliveries from before the loss of the shard have ended, or have had their time: it may be claimed again. */
        void claimable(ShardId shard);
    }

    private final String clientId;
    private final ConsumeContext context;
    private final Owner owner;
    private final Map<ShardId, ShardConsumer> consumers = new TreeMap<>();
    /** Shards that were lost while deliveries of them were running; for stopLimit at the most. */
    private final Map<ShardId, ShardConsumer> stragglers = new TreeMap<>();
    /** Shards that onFailure=STOP gave up. */
    private final Map<ShardId, Stop> stopped = new TreeMap<>();
    /** Shards whose row was deleted while they were held, with when that was noticed; until they progress again. */
    private final Map<ShardId, Long> deletedRows = new TreeMap<>();

    private record Stop(SequenceNumber sequence, Throwable cause, long nanos) {}

    /** Records of each stream that the route has completed, of shards that are not held any more. */
    private final SortedMap<StreamId, Long> completedBefore = new TreeMap<>();

    private final Callbacks callbacks = new Callbacks();
    private boolean paused;
    private boolean sparing;

    public ShardConsumers(String clientId, ConsumeContext context, Owner owner) {
        this.clientId = clientId;
        this.context = context;
        this.owner = owner;
    }

    /** Reads a shard that has just been claimed. */
    public void begin(Lease held, Position from, BooleanSupplier inTerm) {
        ShardConsumer consumer = new ShardConsumer(clientId, held, from, inTerm, context, callbacks);
        consumers.put(held.shard(), consumer);
        consumer.begin(paused);
        watchRoom();
    }

    /** Gives a shard up within the limit; no effect when it is not held. */
    public void drain(ShardId shard, Duration limit) {
        ShardConsumer consumer = consumers.get(shard);
        if (consumer != null) {
            consumer.drain(limit);
        }
    }

    /** Gives all shards up within the limit. */
    public void drainAll(Duration limit) {
        each(consumer -> consumer.drain(limit));
    }

    /** The lease is somebody else's. */
    public void lose(ShardId shard, String reason) {
        ShardConsumer consumer = consumers.get(shard);
        if (consumer != null) {
            consumer.lose(reason);
        }
    }

    /** The term of the shard is over for now. */
    public void fence(ShardId shard) {
        ShardConsumer consumer = consumers.get(shard);
        if (consumer != null) {
            consumer.fence();
        }
    }

    /** The lease has been claimed again in place. */
    public void renew(Lease lease, BooleanSupplier inTerm) {
        ShardConsumer consumer = consumers.get(lease.shard());
        if (consumer != null) {
            consumer.renew(lease, inTerm);
        }
    }

    /** A listing that was asked for after the shard seemed to have ended shows it closed. */
    public void listedClosed(ShardId shard) {
        ShardConsumer consumer = consumers.get(shard);
        if (consumer != null) {
            consumer.listedClosed();
        }
    }

    /** The shard is not listed any more: what was read of it is all there is. */
    public void finish(ShardId shard) {
        ShardConsumer consumer = consumers.get(shard);
        if (consumer != null) {
            consumer.finish();
        }
    }

    public void pause() {
        paused = true;
        each(ShardConsumer::pause);
    }

    /** As {@link #pause()}, but of what failed, what is due within the limit is tried again, once. */
    public void settle(Duration limit) {
        paused = true;
        each(consumer -> consumer.settle(limit));
    }

    /** How many deliveries that failed wait to be tried again; may be asked from any thread. */
    public int dueReplays() {
        return context.dueReplays().get();
    }

    public void resume() {
        paused = false;
        each(ShardConsumer::resume);
        watchRoom();
    }

    /** The lease row of a shard as this worker last knew it, null when it does not hold the shard. */
    public @Nullable Lease held(ShardId shard) {
        ShardConsumer consumer = consumers.get(shard);
        return consumer == null ? null : consumer.held();
    }

    /** The shards that are held, in order. */
    public Set<ShardId> shards() {
        return consumers.keySet();
    }

    /**
     * Whether a shard must not be claimed now: it was stopped by onFailure=STOP, or deliveries from before its loss are
     * still running.
     */
    public boolean isBarred(ShardId shard) {
        return stopped.containsKey(shard) || stragglers.containsKey(shard);
    }

    public boolean isStopped(ShardId shard) {
        return stopped.containsKey(shard);
    }

    public List<ShardStatus> status() {
        return consumers.values().stream().map(ShardConsumer::status).toList();
    }

    /** Records that the route has completed since the start, of each stream of which a shard was held, in order. */
    public SortedMap<StreamId, Long> completed() {
        SortedMap<StreamId, Long> completed = new TreeMap<>(completedBefore);
        consumers
                .values()
                .forEach(consumer -> completed.merge(consumer.shard().stream(), consumer.completed(), Long::sum));
        return completed;
    }

    /** Shards that onFailure=STOP gave up, in order. */
    public List<StoppedShard> stopped() {
        long now = context.loop().nanoTime();
        return stopped.entrySet().stream()
                .map(entry -> new StoppedShard(
                        entry.getKey(),
                        entry.getValue().sequence(),
                        entry.getValue().cause(),
                        Duration.ofNanos(now - entry.getValue().nanos())))
                .toList();
    }

    /**
     * Shards whose row was deleted while they were held, in order. One is told of until it has made progress under a new
     * row, here or elsewhere, and for a while at least, so that it is seen.
     *
     * @param isSettled whether a shard that is not held needs nobody: another worker has its row, or it is not listed
     * @param atLeast how long it is told of in any case
     */
    public List<DeletedRow> deletedRows(Predicate<ShardId> isSettled, Duration atLeast) {
        long now = context.loop().nanoTime();
        deletedRows.entrySet().removeIf(entry -> {
            ShardConsumer again = consumers.get(entry.getKey());
            return now - entry.getValue() >= atLeast.toNanos()
                    && (again == null ? isSettled.test(entry.getKey()) : again.hasProgressed());
        });
        return deletedRows.entrySet().stream()
                .map(entry -> new DeletedRow(
                        entry.getKey(),
                        Duration.ofNanos(now - entry.getValue()),
                        consumers.containsKey(entry.getKey())))
                .toList();
    }

    /** How long ago a read of a shard of the stream was last answered; null when none was, of the shards that are held. */
    public @Nullable Duration sinceRead(StreamId stream) {
        return reading(stream)
                .map(ReadStatus::sinceRead)
                .flatMap(Stream::ofNullable)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /**
     * For how long reads of the stream have been sent and none was answered, up to the last that failed or is under way; null when
     * none is unanswered, or when the service throttles them and so is there.
     */
    public @Nullable Duration unread(StreamId stream) {
        Duration sinceRead = sinceRead(stream);
        Duration longest = null;
        for (ReadStatus read : reading(stream).toList()) {
            Duration unanswered = read.tried();
            if (unanswered == null) {
                continue;
            }
            if (read.isThrottled()) {
                return null;
            }
            longest = longest == null || unanswered.compareTo(longest) > 0 ? unanswered : longest;
        }
        return longest == null || sinceRead == null || longest.compareTo(sinceRead) < 0 ? longest : sinceRead;
    }

    /** How it goes with the shards of the stream that are to be read. */
    private Stream<ReadStatus> reading(StreamId stream) {
        return consumers.values().stream()
                .filter(consumer -> consumer.shard().stream().equals(stream))
                .map(ShardConsumer::reading)
                .flatMap(Stream::ofNullable);
    }

    private void watchRoom() {
        if (!sparing && !consumers.isEmpty()) {
            sparing = true;
            context.loop().schedule(this::spare, SPARE_AFTER);
        }
    }

    private void spare() {
        sparing = false;
        if (!paused) {
            // before the work, which may fail
            watchRoom();
        }
        if (context.budget().isShort()) {
            long now = context.loop().nanoTime();
            for (ShardConsumer consumer : List.copyOf(consumers.values())) {
                if (context.budget().isShort()) {
                    consumer.spare(now, SPARE_AFTER);
                }
            }
        }
        each(ShardConsumer::lookForRoom);
    }

    /** What goes wrong with one shard keeps no other from its turn. */
    private void each(Consumer<ShardConsumer> turn) {
        for (ShardConsumer consumer : List.copyOf(consumers.values())) {
            context.events().guard(() -> turn.accept(consumer));
        }
    }

    private final class Callbacks implements ShardConsumer.Owner {
        @Override
        public void closed(ShardConsumer consumer) {
            consumers.remove(consumer.shard());
            completedBefore.merge(consumer.shard().stream(), consumer.completed(), Long::sum);
            if (consumer.isRowGone()) {
                deletedRows.putIfAbsent(consumer.shard(), context.loop().nanoTime());
            }
            if (!consumer.isQuiet()) {
                stragglers.put(consumer.shard(), consumer);
                context.loop().schedule(() -> quiet(consumer), context.stopLimit());
            }
            owner.closed(consumer.held(), consumer.state() == ShardState.ENDED);
        }

        @Override
        public void seemsEnded(ShardConsumer consumer) {
            owner.seemsEnded(consumer.shard());
        }

        @Override
        public void gone(ShardConsumer consumer) {
            owner.gone(consumer.shard());
        }

        @Override
        public void stopped(ShardConsumer consumer, SequenceNumber sequence, Throwable cause) {
            stopped.put(
                    consumer.shard(), new Stop(sequence, cause, context.loop().nanoTime()));
            consumer.drain(context.stopLimit());
        }

        @Override
        public void quiet(ShardConsumer consumer) {
            if (stragglers.remove(consumer.shard(), consumer)) {
                owner.claimable(consumer.shard());
            }
        }
    }
}
