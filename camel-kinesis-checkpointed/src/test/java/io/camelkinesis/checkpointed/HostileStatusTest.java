// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.checkpointed.metrics.ConsumerMeters;
import io.camelkinesis.checkpointed.metrics.Metering;
import io.camelkinesis.engine.consume.CommitStatus;
import io.camelkinesis.engine.consume.DeletedRow;
import io.camelkinesis.engine.consume.DeliveryFailure;
import io.camelkinesis.engine.consume.ReadStatus;
import io.camelkinesis.engine.consume.ShardStatus;
import io.camelkinesis.engine.consume.StoppedShard;
import io.camelkinesis.engine.consume.WaitsFor;
import io.camelkinesis.engine.consume.WindowStatus;
import io.camelkinesis.engine.lease.SeenMember;
import io.camelkinesis.engine.lease.StreamStatus;
import io.camelkinesis.engine.lease.Trouble;
import io.camelkinesis.engine.lease.UnreadShard;
import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Member;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.Shard;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.ShardState;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.produce.PutEvent;
import io.camelkinesis.engine.produce.PutOutcome;
import io.camelkinesis.engine.runtime.GiveUpReason;
import io.camelkinesis.engine.runtime.WorkerEvent;
import io.camelkinesis.engine.worker.WorkerStatus;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.kinesis.model.KinesisException;

/**
 * Whatever a port answered and however it failed, health, console, JMX, meters and log can tell it: random statuses and events
 * whose errors cannot tell what they are, and whose words hold control characters. The seed is in the message of a failure.
 */
class HostileStatusTest {

    private static final int SEEDS = 500;
    private static final String BAD_WORDS = "a\u0000b\u001b[31mred\r\nforged line\u0085\u2028 end \ud800";
    private static final StreamId STREAM = StreamId.of("orders");

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final KinesisCheckpointedConfiguration options = new KinesisCheckpointedConfiguration();
    private Random random = new Random();

    @AfterEach
    void stop() {
        camel.stop();
    }

    /** Cannot tell its message, its cause or itself. */
    private static final class Mute extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int kind;

        private Mute(int kind) {
            super(BAD_WORDS);
            this.kind = kind;
        }

        @Override
        public String getMessage() {
            return switch (kind) {
                case 0 -> throw new IllegalStateException("no message");
                case 1 -> null;
                case 2 -> throw new StackOverflowError();
                default -> super.getMessage();
            };
        }

        @Override
        public String toString() {
            return kind == 3 ? null : super.toString();
        }
    }

    private Throwable error() {
        return switch (random.nextInt(6)) {
            case 0 -> null;
            case 1 -> new Mute(random.nextInt(5));
            case 2 -> KinesisException.builder().statusCode(403).build();
            case 3 ->
                KinesisException.builder()
                        .message(BAD_WORDS)
                        .awsErrorDetails(AwsErrorDetails.builder().build())
                        .build();
            case 4 -> {
                IllegalStateException one = new IllegalStateException("java.lang.IllegalStateException");
                one.initCause(new IllegalStateException("java.lang.IllegalStateException", one));
                yield one;
            }
            default -> new IllegalStateException(BAD_WORDS + "x".repeat(random.nextInt(5_000)), new Mute(1));
        };
    }

    private Duration time() {
        return Duration.ofMillis(random.nextInt(300_000) - 5_000L);
    }

    private <T> T maybe(Supplier<T> value) {
        return random.nextBoolean() ? null : value.get();
    }

    private <E> E one(E[] values) {
        return values[random.nextInt(values.length)];
    }

    private SequenceNumber sequence() {
        return SequenceNumber.of(random.nextBoolean() ? "0" : "9".repeat(1 + random.nextInt(128)));
    }

    private ShardId shardId() {
        return STREAM.shard("shardId-" + (random.nextBoolean() ? random.nextInt(3) : BAD_WORDS));
    }

    private ShardStatus shard() {
        DeliveryFailure failure = maybe(() -> new DeliveryFailure(
                random.nextBoolean(), random.nextInt(3), random.nextInt(), error(), time(), time()));
        WindowStatus window = new WindowStatus(
                random.nextInt(),
                random.nextBoolean(),
                maybe(this::time),
                maybe(() -> one(new Instant[] {Instant.EPOCH, Instant.MAX, Instant.MIN})),
                maybe(this::time),
                maybe(() -> one(WaitsFor.values())),
                failure);
        return new ShardStatus(
                shardId(),
                one(ShardState.values()),
                random.nextBoolean(),
                random.nextLong(),
                maybe(this::sequence),
                random.nextInt(),
                random.nextInt(),
                random.nextInt(),
                random.nextLong(),
                window,
                new ReadStatus(
                        time(),
                        maybe(this::time),
                        maybe(this::time),
                        random.nextInt(3),
                        random.nextBoolean(),
                        random.nextBoolean(),
                        error(),
                        maybe(this::time)),
                new CommitStatus(maybe(this::time), maybe(this::time), random.nextInt(3), error(), maybe(this::time)),
                maybe(this::time));
    }

    private Trouble trouble() {
        return new Trouble(time(), random.nextInt(), error(), time());
    }

    private StreamStatus stream() {
        Member member = new Member(
                BAD_WORDS, random.nextLong(), maybe(() -> Instant.MAX), BAD_WORDS, random.nextInt(), maybe(List::of));
        Lease lease = Lease.absent(new Shard(shardId(), List.of(), random.nextBoolean()));
        return new StreamStatus(
                STREAM,
                random.nextBoolean(),
                maybe(this::time),
                maybe(this::trouble),
                maybe(this::time),
                maybe(this::time),
                maybe(this::trouble),
                List.of(new SeenMember(member, random.nextBoolean(), random.nextBoolean())),
                List.of(random.nextBoolean() ? lease : lease.claimedBy(BAD_WORDS, BAD_WORDS)),
                List.of(shardId(), shardId()),
                List.of(shardId()),
                List.of(new UnreadShard(shardId(), time(), random.nextBoolean())),
                random.nextBoolean(),
                maybe(this::time));
    }

    private WorkerStatus worker() {
        TreeMap<ShardId, String> foreign = new TreeMap<>();
        foreign.put(shardId(), BAD_WORDS);
        return new WorkerStatus(
                "me",
                random.nextBoolean(),
                List.of(stream()),
                List.of(shard(), shard()),
                List.of(new StoppedShard(shardId(), sequence(), error(), time())),
                List.of(new DeletedRow(shardId(), time(), random.nextBoolean())),
                foreign);
    }

    private List<WorkerEvent> events() {
        ShardId shard = shardId();
        GiveUpReason reason = one(GiveUpReason.values());
        return List.of(
                new WorkerEvent.Joined(STREAM, "me"),
                new WorkerEvent.MemberAppeared(STREAM, BAD_WORDS),
                new WorkerEvent.MemberGone(STREAM, BAD_WORDS, random.nextBoolean()),
                new WorkerEvent.Heartbeat(STREAM, time()),
                new WorkerEvent.HeartbeatMissed(STREAM, error()),
                new WorkerEvent.Fenced(STREAM),
                new WorkerEvent.LookFailed(STREAM, true, error()),
                new WorkerEvent.RowOddity(STREAM, BAD_WORDS),
                new WorkerEvent.LeaseClaimed(shard, random.nextLong(), BAD_WORDS, Position.TRIM_HORIZON),
                new WorkerEvent.LeaseRenewed(shard, random.nextLong()),
                new WorkerEvent.LeaseReleased(shard, 1, random.nextLong(), random.nextInt(), random.nextInt()),
                new WorkerEvent.LeaseLost(shard, 1, BAD_WORDS),
                new WorkerEvent.ForeignOwner(shard, BAD_WORDS),
                new WorkerEvent.ShardGone(shard, error()),
                new WorkerEvent.ShardStopped(shard, sequence(), error()),
                new WorkerEvent.Fetched(shard, random.nextInt(), random.nextLong(), random.nextLong()),
                new WorkerEvent.FetchDelayed(shard, random.nextBoolean(), random.nextInt(), true, error(), time()),
                new WorkerEvent.Replay(shard, sequence(), 1, time(), error()),
                new WorkerEvent.Skipped(shard, sequence(), 2, reason, error()),
                new WorkerEvent.DeadLettered(shard, sequence(), 1, reason, 3, error()),
                new WorkerEvent.DeadLetterDelayed(shard, sequence(), 1, time(), error()),
                new WorkerEvent.Committed(shard, sequence(), time()),
                new WorkerEvent.CommitDelayed(shard, sequence(), error()),
                new WorkerEvent.Bug(error()));
    }

    /** Every method of the log's and the console's output in lines that a person reads. */
    private static void isClean(String text) {
        assertThat(text.lines()).allSatisfy(line -> assertThat(
                        line.chars().noneMatch(c -> Character.isISOControl(c) || c == '\u2028' || c == '\u2029'))
                .as(line)
                .isTrue());
    }

    /** What is one entry of a log. */
    static void isOneLine(String text) {
        assertThat(text.chars().noneMatch(c -> Character.isISOControl(c) || c == '\u2028' || c == '\u2029'))
                .as(text)
                .isTrue();
    }

    @Test
    void everyStatusCanBeTold() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            random = new Random(seed);
            WorkerStatus worker = worker();
            try {
                List<Stall> stalls = Stalls.of(worker, options);
                stalls.forEach(stall -> isClean(stall.text(Instant.now())));
                JsonObject consumer = FleetReport.of(worker, stalls, Instant.now());
                assertThat(consumer.toJson()).isNotEmpty();
                JsonArray consumers = new JsonArray();
                consumers.add(consumer);
                JsonObject root = new JsonObject();
                root.put("consumers", consumers);
                isClean(ConsoleText.of(root));
                assertThat(ShardTable.of(List.of(worker.shards().get(0))).size())
                        .isOne();
            } catch (Throwable broken) {
                throw new AssertionError("seed " + seed + ": " + worker.clientId(), broken);
            }
        }
    }

    @Test
    void everyHealthCheckCanBeWritten() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            random = new Random(seed);
            WorkerStatus worker = worker();
            AbstractHealthCheck check = new AbstractHealthCheck("camel", "test") {
                @Override
                protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> none) {
                    HealthDetails.write(builder, Stalls.of(worker, options));
                }
            };
            assertThat(check.call().getDetails().values()).as("seed %d", seed).noneMatch(Throwable.class::isInstance);
        }
    }

    @Test
    void everyEventCanBeLoggedReportedAndCounted() {
        camel.getRegistry().bind("meters", registry);
        ConsumerMeters meters = Metering.ofConsumer(camel, "intake", this, List.of(STREAM), new SystemClock());
        RecordedLog log = new RecordedLog();
        WorkerLog worker = new WorkerLog(log.logger(), System::nanoTime);
        List<String> handled = new ArrayList<>();
        ProblemReporter reporter =
                new ProblemReporter(new Throwing(handled), Runnable::run, System::nanoTime, "Kinesis", "lease table");
        for (long seed = 1; seed <= SEEDS; seed++) {
            random = new Random(seed);
            for (WorkerEvent event : events()) {
                try {
                    worker.on(event);
                    reporter.on(event);
                    meters.on(event);
                } catch (Throwable broken) {
                    throw new AssertionError(
                            "seed " + seed + ": " + event.getClass().getSimpleName(), broken);
                }
            }
        }
        meters.close();
        assertThat(handled).isNotEmpty().allSatisfy(HostileStatusTest::isOneLine);
        assertThat(log.lines()).isNotEmpty().allSatisfy(HostileStatusTest::isOneLine);
    }

    @Test
    void everyFailedRequestCanBeLogged() {
        RecordedLog log = new RecordedLog();
        PutLog puts = new PutLog(log.logger(), System::nanoTime, "Kinesis");
        for (long seed = 1; seed <= SEEDS; seed++) {
            random = new Random(seed);
            Throwable cause = error();
            if (cause != null) {
                String stream = random.nextBoolean() ? "orders" : BAD_WORDS;
                puts.on(new PutEvent.RequestFailed(stream, 1, random.nextBoolean(), cause));
                puts.on(new PutEvent.Answered(stream, 3, 1, 2, 1, 1, Duration.ZERO));
                puts.on(new PutEvent.GaveUp(
                        stream,
                        new PutOutcome.Failed(PutOutcome.Reason.REFUSED, BAD_WORDS, cause, 1, random.nextBoolean())));
                puts.on(new PutEvent.Bug(stream, cause));
            }
        }
        assertThat(log.lines()).isNotEmpty().allSatisfy(HostileStatusTest::isOneLine);
    }

    /** A handler of the application that fails itself. */
    private record Throwing(List<String> handled) implements ExceptionHandler {
        @Override
        public void handleException(Throwable exception) {
            throw new IllegalStateException("handler");
        }

        @Override
        public void handleException(String message, Throwable exception) {
            handled.add(message);
            throw new IllegalStateException("handler");
        }

        @Override
        public void handleException(String message, Exchange exchange, Throwable exception) {
            throw new IllegalStateException("handler");
        }
    }
}
