// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.camelkinesis.engine.consume.Cursor;
import io.camelkinesis.engine.consume.DeadLetter;
import io.camelkinesis.engine.consume.Delivery;
import io.camelkinesis.engine.consume.Fetch;
import io.camelkinesis.engine.consume.GuardedShardReader;
import io.camelkinesis.engine.consume.GuardedSink;
import io.camelkinesis.engine.consume.RecordSink;
import io.camelkinesis.engine.consume.ShardReader;
import io.camelkinesis.engine.lineage.GuardedShardLister;
import io.camelkinesis.engine.lineage.ShardLister;
import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Member;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.Shard;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.produce.PutEvent;
import io.camelkinesis.engine.produce.PutOrdering;
import io.camelkinesis.engine.produce.PutOutcome;
import io.camelkinesis.engine.produce.PutRecord;
import io.camelkinesis.engine.produce.PutResult;
import io.camelkinesis.engine.produce.PutSettings;
import io.camelkinesis.engine.produce.Putter;
import io.camelkinesis.engine.produce.RecordResult;
import io.camelkinesis.engine.produce.StreamWriter;
import io.camelkinesis.engine.produce.WhenFull;
import io.camelkinesis.engine.runtime.GuardedEvents;
import io.camelkinesis.engine.runtime.WorkerEvent;
import io.camelkinesis.engine.table.GuardedLeaseStore;
import io.camelkinesis.engine.table.LeaseStore;
import io.camelkinesis.engine.table.LeaseWrite;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every method of every port, also of those to come: what it throws, and an answer that is null, is an answer. */
class GuardsTest {

    private static final OutOfMemoryError NO_THREAD = new OutOfMemoryError("unable to create native thread");
    private static final StreamId STREAM = StreamId.of("orders");
    private static final Shard SHARD = new Shard(STREAM.shard("shardId-000000000000"), List.of(), false);

    private record Token() implements Cursor {}

    private static final Map<Class<?>, Object> ARGUMENTS = Map.ofEntries(
            Map.entry(StreamId.class, STREAM),
            Map.entry(ShardId.class, SHARD.id()),
            Map.entry(Lease.class, Lease.absent(SHARD).claimedBy("me", "t")),
            Map.entry(Member.class, new Member("me", 1, null, "host", 0)),
            Map.entry(Position.class, Position.TRIM_HORIZON),
            Map.entry(SequenceNumber.class, SequenceNumber.of("7")),
            Map.entry(String.class, "me"),
            Map.entry(int.class, 1),
            Map.entry(long.class, 2L),
            Map.entry(Cursor.class, new Token()));

    private final List<WorkerEvent> events = new ArrayList<>();
    private final GuardedEvents told = GuardedEvents.of(events::add);

    @TestFactory
    Stream<DynamicTest> ofTheLeaseStore() {
        return eachMethod(LeaseStore.class, GuardedLeaseStore::of);
    }

    @TestFactory
    Stream<DynamicTest> ofTheShardLister() {
        return eachMethod(ShardLister.class, GuardedShardLister::of);
    }

    @TestFactory
    Stream<DynamicTest> ofTheShardReader() {
        return eachMethod(ShardReader.class, reader -> new GuardedShardReader(reader, told));
    }

    private static <P> Stream<DynamicTest> eachMethod(Class<P> port, Function<P, P> guard) {
        return Arrays.stream(port.getMethods()).flatMap(method -> Stream.<Map.Entry<String, InvocationHandler>>of(
                        Map.entry("throws", (proxy, called, arguments) -> {
                            throw NO_THREAD;
                        }),
                        Map.entry("answers null", (proxy, called, arguments) -> nullOf(called)),
                        Map.entry("a stage of null", (proxy, called, arguments) -> stage(called, null)),
                        Map.entry("a failed stage", (proxy, called, arguments) -> stage(called, NO_THREAD)))
                .map(behaviour -> dynamicTest(method.getName() + " " + behaviour.getKey(), () -> {
                    Object broken =
                            Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, behaviour.getValue());
                    check(method, guard.apply(port.cast(broken)));
                })));
    }

    private static Object nullOf(Method called) {
        return called.getReturnType() == boolean.class ? Boolean.FALSE : null;
    }

    private static Object stage(Method called, Throwable failure) {
        if (called.getReturnType() != CompletionStage.class) {
            return nullOf(called);
        }
        return failure == null ? CompletableFuture.completedFuture(null) : CompletableFuture.failedFuture(failure);
    }

    private static void check(Method method, Object guarded) throws ReflectiveOperationException {
        Object[] arguments =
                Arrays.stream(method.getParameterTypes()).map(ARGUMENTS::get).toArray();
        Object answer = method.invoke(guarded, arguments);
        if (method.getReturnType() != CompletionStage.class) {
            return;
        }
        CompletableFuture<?> stage = ((CompletionStage<?>) answer).toCompletableFuture();
        assertThat(stage).isDone();
        if (!stage.isCompletedExceptionally()) {
            assertThat(stage.join()).isInstanceOfAny(LeaseWrite.Unknown.class, Fetch.Failed.class);
        }
    }

    @Test
    void aSinkThatThrowsHasFailedTheDelivery() {
        List<Throwable> failures = new ArrayList<>();
        Delivery delivery = (Delivery) Proxy.newProxyInstance(
                Delivery.class.getClassLoader(), new Class<?>[] {Delivery.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("failed")) {
                        failures.add((Throwable) arguments[0]);
                    }
                    return null;
                });
        RecordSink sink = new GuardedSink(taken -> {
            throw NO_THREAD;
        });
        sink.deliver(delivery);
        sink.deadLetter(delivery, new DeadLetter(null, 1, NO_THREAD));
        assertThat(failures).hasSize(2).first().isSameAs(NO_THREAD);
    }

    @ParameterizedTest
    @CsvSource({"1, false", "8, false", "30, false", "8, true"})
    void aWriterThatThrowsLosesNoRecordAndNoPlaceForARequest(int times, boolean watcherThrows) {
        ManualTime time = new ManualTime();
        AtomicInteger left = new AtomicInteger(times);
        StreamWriter writer = (stream, records) -> {
            if (left.getAndDecrement() > 0) {
                throw NO_THREAD;
            }
            return CompletableFuture.completedFuture(new PutResult.Answered(records.stream()
                    .<RecordResult>map(put -> new RecordResult.Accepted("shard", "1"))
                    .toList()));
        };
        PutSettings settings = new PutSettings(
                PutOrdering.KEY,
                500,
                5L << 20,
                Duration.ofMillis(10),
                8,
                -1,
                Duration.ofMillis(100),
                Duration.ofSeconds(5),
                null,
                10_000,
                64L << 20,
                WhenFull.BLOCK);
        Putter putter = new Putter(settings, writer, time, time, new FixedRandom(1), event -> {
            if (watcherThrows) {
                throw NO_THREAD;
            }
        });
        List<PutOutcome> told = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            putter.put("orders", new PutRecord("k" + i, null, new byte[10]), told::add);
            time.advance(Duration.ofMillis(200));
        }
        time.advance(Duration.ofMinutes(10));
        assertThat(told).hasSize(100).allMatch(PutOutcome.Put.class::isInstance);
        assertThat(putter.pendingRecords()).isZero();
    }

    @Test
    void aListenerThatThrowsHoldsUpNobody() {
        ManualTime time = new ManualTime();
        List<PutEvent> seen = new ArrayList<>();
        PutSettings settings = new PutSettings(
                PutOrdering.KEY,
                1,
                1_000,
                Duration.ZERO,
                1,
                0,
                Duration.ofMillis(100),
                Duration.ofSeconds(5),
                null,
                100,
                1_000,
                WhenFull.BLOCK);
        Putter putter = new Putter(
                settings,
                (stream, records) -> CompletableFuture.failedFuture(NO_THREAD),
                time,
                time,
                new FixedRandom(1),
                seen::add);
        for (int i = 0; i < 5; i++) {
            putter.put("orders", new PutRecord("k" + i, null, new byte[10]), outcome -> {
                throw NO_THREAD;
            });
        }
        time.advance(Duration.ofMinutes(1));
        assertThat(putter.pendingRecords()).isZero();
        assertThat(seen).filteredOn(PutEvent.Bug.class::isInstance).hasSize(5);
    }

    @Test
    void whoWatchesMayThrowAtEverything() {
        GuardedEvents deaf = GuardedEvents.of(event -> {
            throw NO_THREAD;
        });
        assertThatCode(() -> deaf.on(new WorkerEvent.Fenced(STREAM))).doesNotThrowAnyException();
    }
}
