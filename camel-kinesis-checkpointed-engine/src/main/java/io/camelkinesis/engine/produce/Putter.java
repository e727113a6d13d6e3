// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.produce;

import io.camelkinesis.engine.runtime.Clock;
import io.camelkinesis.engine.runtime.SerialLoop;
import io.camelkinesis.engine.runtime.TaskScheduler;
import io.camelkinesis.engine.runtime.TaskScheduler.Cancellable;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Puts records into streams: the composition root of this package. Stopped once. All its state lives on one serial loop; its
 * methods may be called from any thread.
 *
 * <p>Records of one partition key and stream stand in the stream in the order in which {@link #put} was called for them, as
 * long as every request is answered. A request without an answer is sent again; what it repeats stands behind its first
 * appearance and, unless the service applies a request after it was given up, before what follows.
 */
public final class Putter {

    private static final CompletionStage<Void> AT_ONCE = CompletableFuture.completedFuture(null);

    private final PutContext context;
    private final SerialLoop loop;
    private final Map<String, StreamPuts> streams = new TreeMap<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private boolean stopping;
    private boolean closed;
    private @Nullable Cancellable stopLimit;

    /**
     * @param settings how to put
     * @param writer sends the requests
     * @param clock tells the time
     * @param scheduler runs the loop and its timers
     * @param random jitter
     * @param events told of all that happens
     */
    public Putter(
            PutSettings settings,
            StreamWriter writer,
            Clock clock,
            TaskScheduler scheduler,
            RandomGenerator random,
            PutEvents events) {
        GuardedEvents guarded = new GuardedEvents(events);
        this.loop = new SerialLoop(scheduler, clock, bug -> guarded.on(new PutEvent.Bug("", bug)));
        this.context = new PutContext(
                settings,
                loop,
                new GuardedWriter(writer),
                new RequestSlots(settings.maxInFlightRequests()),
                new PendingRoom(settings.maxPendingRecords(), settings.maxPendingBytes()),
                settings.aggregationMaxBytes() == 0
                        ? Packing.SINGLE
                        : new AggregatePacking(settings.aggregationMaxBytes()),
                random,
                guarded);
    }

    /**
     * Hands a record over.
     *
     * @param stream name or ARN
     * @param listener told, once, what became of it
     * @return completes, normally, when there is room for the record; who would run ahead waits for it. Complete already
     *     when there is room now, or when whenFull=FAIL. Who does not want to wait any longer cancels its future: when
     *     that succeeds the record was never handed over, and its listener is not told
     */
    public CompletionStage<Void> put(String stream, PutRecord record, PutListener listener) {
        Pending pending = new Pending(record, listener, loop.nanoTime());
        PendingRoom room = context.room();
        if (room.tryEnter(record.sizeBytes())) {
            loop.executeHere(() -> entered(stream, pending));
            return AT_ONCE;
        }
        if (context.settings().whenFull() == WhenFull.FAIL) {
            loop.execute(() -> refuse(stream, listener, PutOutcome.Reason.FULL));
            return AT_ONCE;
        }
        CompletableFuture<Void> place = new CompletableFuture<>();
        room.announce();
        loop.execute(() ->
                room.enterLater(new PendingRoom.Waiting(record.sizeBytes(), place, () -> entered(stream, pending))));
        loop.when(place, (entered, withdrawn) -> {
            if (withdrawn != null) {
                room.forgetWithdrawn();
            }
        });
        return place;
    }

    private void refuse(String stream, PutListener listener, PutOutcome.Reason reason) {
        PutOutcome.Failed outcome = new PutOutcome.Failed(reason, null, null, 0, false);
        context.events().on(new PutEvent.GaveUp(stream, outcome));
        try {
            listener.done(outcome);
        } catch (Throwable bug) {
            context.events().on(new PutEvent.Bug(stream, bug));
        }
    }

    private void entered(String stream, Pending pending) {
        if (stopping) {
            context.room().leave(pending.record.sizeBytes());
            refuse(stream, pending.listener, PutOutcome.Reason.STOPPED);
            return;
        }
        StreamPuts puts = streams.get(stream);
        if (puts == null) {
            puts = new StreamPuts(stream, context, () -> emptied(stream));
            streams.put(stream, puts);
        }
        puts.add(pending);
    }

    private void emptied(String stream) {
        streams.remove(stream);
        if (stopping && streams.isEmpty() && !closed) {
            close();
        }
    }

    /** Records that were sent and that the service has not accepted so far, longest first, of each stream at most so many. */
    public CompletionStage<List<UndeliveredPut>> undelivered(int most) {
        return CompletableFuture.supplyAsync(
                () -> streams.values().stream()
                        .flatMap(puts -> puts.undelivered(most).stream())
                        .sorted(Comparator.comparing(UndeliveredPut::since).reversed())
                        .toList(),
                loop);
    }

    /** Records that are handed over and not done. */
    public long pendingRecords() {
        return context.room().records();
    }

    /** Bytes of these, payloads and keys. */
    public long pendingBytes() {
        return context.room().bytes();
    }

    /** What is pending waits for no company any more; what was rejected waits as before. */
    public void hurry() {
        loop.execute(() -> List.copyOf(streams.values()).forEach(StreamPuts::hurry));
    }

    /**
     * Takes no more records, sends what is pending, then fails the rest. Always completes, normally, after the limit at the
     * latest; every listener has been told by then. A further call puts its limit, from now, in place of the one before.
     */
    public CompletionStage<Void> stop(Duration limit) {
        loop.execute(() -> {
            if (closed) {
                return;
            }
            if (stopLimit != null) {
                stopLimit.cancel();
                stopLimit = loop.schedule(this::close, limit);
                return;
            }
            stopping = true;
            context.room().openDoors();
            stopLimit = loop.schedule(this::close, limit);
            List.copyOf(streams.values()).forEach(StreamPuts::flush);
            if (streams.isEmpty()) {
                close();
            }
        });
        return stopped;
    }

    private void close() {
        closed = true;
        if (stopLimit != null) {
            stopLimit.cancel();
        }
        List.copyOf(streams.values()).forEach(StreamPuts::close);
        stopped.complete(null);
    }
}
