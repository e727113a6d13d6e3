// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.ShardState;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.runtime.GiveUpReason;
import io.camelkinesis.engine.runtime.WorkerEvent;
import io.camelkinesis.engine.runtime.WorkerEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;
import org.junit.jupiter.api.Test;

/** What of a worker is logged, and what goes to the exception handler. */
class WorkerEventsTest {

    private static final StreamId STREAM = StreamId.of("orders");
    private static final ShardId SHARD = STREAM.shard("shardId-000000000000");
    private static final SequenceNumber SEQUENCE = SequenceNumber.of("77");
    private static final Throwable CAUSE = new IllegalStateException("secret payload");

    private final AtomicLong nanoTime = new AtomicLong();
    private final RecordedLog recorded = new RecordedLog();
    private final List<String> lines = recorded.lines();
    private final List<String> handled = new ArrayList<>();
    private final WorkerEvents log = new WorkerLog(recorded.logger(), nanoTime::get);
    private final WorkerEvents reporter = reporter(new RecordingHandler(), Runnable::run);

    @Test
    void leaseMovesAreInfo() {
        log.on(new WorkerEvent.Joined(STREAM, "me"));
        log.on(new WorkerEvent.MemberAppeared(STREAM, "you"));
        log.on(new WorkerEvent.MemberGone(STREAM, "you", false));
        log.on(new WorkerEvent.MemberGone(STREAM, "they", true));
        log.on(new WorkerEvent.LeaseClaimed(SHARD, 3, "you", Position.TRIM_HORIZON));
        log.on(new WorkerEvent.LeaseReleased(SHARD, 3, 12, 0, 0));
        log.on(new WorkerEvent.LeaseReleased(SHARD, 3, 2, 1, 781));
        log.on(new WorkerEvent.ShardEnded(SHARD, 3));
        assertThat(lines)
                .containsExactly(
                        "info orders: joined as me",
                        "info orders: worker you is there",
                        "info orders: worker you is dead",
                        "info orders: worker they has left",
                        "info orders/shardId-000000000000: lease taken over from you, epoch 3, reading from the oldest record",
                        "info orders/shardId-000000000000: lease given back, epoch 3; records completed meanwhile: 12",
                        "info orders/shardId-000000000000: lease given back, epoch 3; records completed meanwhile: 2,"
                                + " not done: 1, to be delivered again with those behind them: 781",
                        "info orders/shardId-000000000000: consumed to its end, epoch 3");
    }

    @Test
    void anOwnerThatIsNoWorkerIsAWarning() {
        log.on(new WorkerEvent.ForeignOwner(SHARD, "redpanda"));
        assertThat(lines)
                .singleElement()
                .asString()
                .startsWith("warn orders/shardId-000000000000: held by redpanda, which is no worker of this group")
                .contains("left alone while its rows change");
    }

    @Test
    void whatIsOddAboutAggregatesIsAWarningOncePerShard() {
        for (int i = 0; i < 100; i++) {
            log.on(new WorkerEvent.Unpacked(SHARD, 2, 20, 3, 1));
        }
        assertThat(lines)
                .containsExactly(
                        "warn orders/shardId-000000000000: 3 records of aggregates have keys that are not this shard's, as"
                                + " records have that were put around a reshard; they are delivered",
                        "warn orders/shardId-000000000000: 1 records begin as an aggregated record and cannot be read as"
                                + " one; they are delivered as they are");
    }

    @Test
    void whatBecomesOfRowsIsTold() {
        log.on(new WorkerEvent.LeaseRetired(SHARD));
        log.on(new WorkerEvent.EndRestored(SHARD, 7));
        assertThat(lines)
                .containsExactly(
                        "info orders/shardId-000000000000: row deleted; the shard has left the stream and its children have"
                                + " rows",
                        "warn orders/shardId-000000000000: the row of this consumed shard had vanished and was written again,"
                                + " epoch 7");
    }

    @Test
    void whoLeavesShardsToOthersSaysSo() {
        log.on(new WorkerEvent.LeftToOthers(STREAM, Duration.ofSeconds(130), Duration.ofSeconds(200)));
        log.on(new WorkerEvent.TakesPartAgain(STREAM));
        assertThat(lines)
                .containsExactly(
                        "warn orders: no read has been answered here for 130 s, while other workers read; its shards are left to"
                                + " them for 200 s at least",
                        "info orders: takes part in reading again");
    }

    @Test
    void theCourseOfThingsIsDebug() {
        log.on(new WorkerEvent.Fetched(SHARD, 10, 1000, 5));
        log.on(new WorkerEvent.Committed(SHARD, SEQUENCE, Duration.ofMillis(3)));
        log.on(new WorkerEvent.StateChanged(SHARD, ShardState.READING, ShardState.DRAINING));
        log.on(new WorkerEvent.Unpacked(SHARD, 2, 20, 0, 0));
        assertThat(lines).hasSize(4).allMatch(line -> line.startsWith("debug "));
    }

    @Test
    void aRecordThatKeepsFailingIsToldNowAndThen() {
        IntStream.rangeClosed(1, 100)
                .forEach(i -> log.on(new WorkerEvent.Replay(SHARD, SEQUENCE, i, Duration.ofSeconds(1), CAUSE)));
        assertThat(lines).hasSize(7).allMatch(line -> line.startsWith("warn "));
        assertThat(lines.get(6))
                .isEqualTo("warn orders/shardId-000000000000: record 77 has failed 64 times"
                        + " (java.lang.IllegalStateException); replay in 1s, the checkpoint stays below it");
    }

    @Test
    void everySkippedRecordIsNamed() {
        log.on(new WorkerEvent.Skipped(SHARD, SEQUENCE, 1, GiveUpReason.FAILED, CAUSE));
        log.on(new WorkerEvent.Skipped(SHARD, SequenceNumber.of("78"), 5, GiveUpReason.TOO_MANY_REPLAYS, CAUSE));
        log.on(new WorkerEvent.ShardStopped(SHARD, SEQUENCE, CAUSE));
        assertThat(lines)
                .containsExactly(
                        "warn orders/shardId-000000000000: record 77 failed (java.lang.IllegalStateException) and is"
                                + " skipped",
                        "warn orders/shardId-000000000000: 5 records from 78 failed in every replay"
                                + " (java.lang.IllegalStateException) and are skipped",
                        "warn orders/shardId-000000000000: record 77 has failed (java.lang.IllegalStateException); the"
                                + " shard is given back and not taken again until a restart");
    }

    @Test
    void whatARouteFailedWithIsNeverQuoted() {
        log.on(new WorkerEvent.Replay(SHARD, SEQUENCE, 1, Duration.ofSeconds(1), CAUSE));
        log.on(new WorkerEvent.Skipped(SHARD, SEQUENCE, 1, GiveUpReason.FAILED, CAUSE));
        log.on(new WorkerEvent.ShardStopped(SHARD, SEQUENCE, CAUSE));
        assertThat(lines).hasSize(3).noneMatch(line -> line.contains("secret payload"));
    }

    @Test
    void theSameOddityIsNotRepeatedEachTime() {
        IntStream.range(0, 20).forEach(i -> log.on(new WorkerEvent.RowOddity(STREAM, "row x holds y")));
        log.on(new WorkerEvent.RowOddity(STREAM, "row z holds y"));
        assertThat(lines)
                .containsExactly(
                        "warn orders: row x holds y",
                        "warn orders: row x holds y (seen 2 times)",
                        "warn orders: row x holds y (seen 4 times)",
                        "warn orders: row x holds y (seen 8 times)",
                        "warn orders: row x holds y (seen 16 times)",
                        "warn orders: row z holds y");
    }

    private ProblemReporter reporter(ExceptionHandler handler, Executor executor) {
        return new ProblemReporter(
                handler,
                executor,
                nanoTime::get,
                "Kinesis at http://kinesis",
                "lease table leases at http://dynamodb",
                recorded.logger());
    }

    private void pass(Duration time) {
        nanoTime.addAndGet(time.toNanos());
    }

    private void readFails(int attempts) {
        reporter.on(new WorkerEvent.FetchDelayed(SHARD, true, attempts, attempts > 3, CAUSE, Duration.ofSeconds(1)));
    }

    @Test
    void readsThatFailMoreThanNumRetriesGoToTheExceptionHandler() {
        readFails(1);
        assertThat(handled).isEmpty();
        for (int attempts = 4; attempts < 40; attempts++) {
            readFails(attempts);
            pass(Duration.ofSeconds(1));
        }
        assertThat(handled)
                .containsExactly(
                        "orders/shardId-000000000000: cannot be read, 4 times in a row; it is tried again (Kinesis at"
                                + " http://kinesis)",
                        "Kinesis at http://kinesis: 14 calls have failed in 10 s, and these still fail: the reads of"
                                + " orders/shardId-000000000000",
                        "Kinesis at http://kinesis: 34 calls have failed in 30 s, and these still fail: the reads of"
                                + " orders/shardId-000000000000");

        reporter.on(new WorkerEvent.Fetched(SHARD, 1, 1, 0));
        assertThat(lines)
                .containsExactly(
                        "info Kinesis at http://kinesis: all is answered again, after 36 s and 39 failed calls");
        readFails(4);
        assertThat(handled).hasSize(4).last().asString().endsWith(", as 2 times in a while");
    }

    @Test
    void troubleOfTheLeaseTableIsOne() {
        WorkerEvents logged = reporter(null, Runnable::run);
        logged.on(new WorkerEvent.HeartbeatMissed(STREAM, CAUSE));
        logged.on(new WorkerEvent.CommitDelayed(SHARD, SEQUENCE, CAUSE));
        logged.on(new WorkerEvent.CommitDelayed(STREAM.shard("shardId-000000000001"), SEQUENCE, CAUSE));
        logged.on(new WorkerEvent.LookFailed(STREAM, false, CAUSE));
        pass(Duration.ofSeconds(11));
        logged.on(new WorkerEvent.HeartbeatMissed(STREAM, CAUSE));
        pass(Duration.ofSeconds(1));
        logged.on(new WorkerEvent.Heartbeat(STREAM, Duration.ZERO));
        logged.on(new WorkerEvent.Committed(SHARD, SEQUENCE, Duration.ZERO));
        logged.on(new WorkerEvent.LeasesRead(STREAM));
        String place = "lease table leases at http://dynamodb";
        assertThat(lines.stream().filter(line -> !line.startsWith("debug")))
                .containsExactly(
                        "warn orders: the heartbeat could not be written; it is tried again (" + place
                                + ") java.lang.IllegalStateException: java.lang.IllegalStateException: secret payload",
                        "warn orders/shardId-000000000000: the checkpoint could not be stored; it is tried again ("
                                + place + "): java.lang.IllegalStateException: secret payload",
                        "warn orders: leases could not be read; it is tried again (" + place
                                + "): java.lang.IllegalStateException: secret payload",
                        "warn " + place
                                + ": 5 calls have failed in 11 s, and these still fail: the heartbeat of orders, the"
                                + " checkpoint of orders/shardId-000000000000, the checkpoint of"
                                + " orders/shardId-000000000001, 1 more: java.lang.IllegalStateException: secret payload");
        logged.on(new WorkerEvent.LeaseLost(STREAM.shard("shardId-000000000001"), 3, "taken"));
        assertThat(lines).last().isEqualTo("info " + place + ": no call fails any more, after 12 s and 5 failed calls");
    }

    @Test
    void troubleThatComesAndGoesIsToldLessAndLessOften() {
        for (int i = 0; i < 1_000; i++) {
            reporter.on(new WorkerEvent.CommitDelayed(SHARD, SEQUENCE, CAUSE));
            pass(Duration.ofSeconds(1));
            reporter.on(new WorkerEvent.Committed(SHARD, SEQUENCE, Duration.ZERO));
            pass(Duration.ofSeconds(1));
        }
        assertThat(handled).hasSize(10);
        assertThat(lines).hasSize(10);
        pass(Duration.ofMinutes(11));
        reporter.on(new WorkerEvent.CommitDelayed(SHARD, SEQUENCE, CAUSE));
        assertThat(handled).last().asString().endsWith("it is tried again (lease table leases at http://dynamodb)");
    }

    @Test
    void aHandlerThatHasNoRoomDoesNotStopTheWorker() {
        WorkerEvents full = reporter(new RecordingHandler(), task -> {
            throw new RejectedExecutionException();
        });
        full.on(new WorkerEvent.HeartbeatMissed(STREAM, CAUSE));
        full.on(new WorkerEvent.HeartbeatMissed(STREAM, null));
        assertThat(handled).isEmpty();
    }

    @Test
    void rememberedProblemsAreBounded() {
        Recurrence recurrence = new Recurrence();
        for (int i = 0; i < 50_000; i++) {
            recurrence.count("problem " + i, i);
        }
        assertThat(recurrence.size()).isEqualTo(10_000);
    }

    private final class RecordingHandler implements ExceptionHandler {
        @Override
        public void handleException(Throwable exception) {
            throw new AssertionError("without a message");
        }

        @Override
        public void handleException(String message, Throwable exception) {
            assertThat(exception).isSameAs(CAUSE);
            handled.add(message);
        }

        @Override
        public void handleException(String message, Exchange exchange, Throwable exception) {
            throw new AssertionError("with an exchange");
        }
    }
}
