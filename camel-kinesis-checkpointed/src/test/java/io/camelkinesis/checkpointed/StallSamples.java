// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.engine.consume.CommitStatus;
import io.camelkinesis.engine.consume.DeletedRow;
import io.camelkinesis.engine.consume.DeliveryFailure;
import io.camelkinesis.engine.consume.ReadStatus;
import io.camelkinesis.engine.consume.ShardStatus;
import io.camelkinesis.engine.consume.StoppedShard;
import io.camelkinesis.engine.consume.WaitsFor;
import io.camelkinesis.engine.consume.WindowStatus;
import io.camelkinesis.engine.lease.StreamStatus;
import io.camelkinesis.engine.lease.Trouble;
import io.camelkinesis.engine.lease.UnreadShard;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.ShardState;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.produce.UndeliveredPut;
import io.camelkinesis.engine.worker.WorkerStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;

/** Statuses of workers, made by hand: all is well unless a test says otherwise. Times are those of the default options. */
final class StallSamples {

    static final Duration LEASE_PERIOD = Duration.ofSeconds(15);
    static final Duration COMMIT_PERIOD = Duration.ofSeconds(5);
    static final Instant NOW = Instant.parse("2026-05-01T10:00:21.5Z");
    static final Duration LONG = Duration.ofSeconds(21);
    /** Longer than a look or a claim may take. */
    static final Duration VERY_LONG = Duration.ofSeconds(51);

    static final StreamId STREAM = new StreamId("orders", "");
    static final ShardId SHARD = STREAM.shard("shardId-000000000000");

    private static final SequenceNumber RECORD =
            SequenceNumber.of("49590338271490256608559692538361571095921575989136588898");
    private static final Throwable NO_NETWORK =
            SdkClientException.create("Unable to execute HTTP request: Connect timed out");
    private static final Throwable BAD = new IllegalStateException("no price for article 17");

    private StallSamples() {}

    static final WindowStatus NO_WINDOW = new WindowStatus(1024, false, null, null, null, null, null);
    static final ReadStatus READ = new ReadStatus(Duration.ZERO, Duration.ZERO, null, 0, false, false, null, null);
    static final CommitStatus STORED = new CommitStatus(null, Duration.ofSeconds(3), 0, null, null);

    static ShardStatus shard(boolean paused, WindowStatus window, ReadStatus reading, CommitStatus commits) {
        int inFlight = window.oldest() == null ? 0 : 3;
        return new ShardStatus(
                SHARD, ShardState.READING, paused, 1, null, 0, inFlight, inFlight, 0, window, reading, commits, null);
    }

    static ShardStatus closing(ShardState state, Duration since) {
        CommitStatus commits = new CommitStatus(null, LONG, 3, NO_NETWORK, Duration.ofSeconds(1));
        return new ShardStatus(SHARD, state, false, 1, null, 0, 0, 0, 0, NO_WINDOW, READ, commits, since);
    }

    static StreamStatus stream(Duration lookUnanswered, List<UnreadShard> unread) {
        return stream(true, Duration.ZERO, null, lookUnanswered, null, List.of(), unread, false, null);
    }

    static StreamStatus stream(
            boolean inTerm, Duration sinceHeartbeat, Trouble heartbeat, Trouble look, List<ShardId> contradicted) {
        return stream(inTerm, sinceHeartbeat, heartbeat, null, look, contradicted, List.of(), false, null);
    }

    static StreamStatus recreated() {
        return stream(true, Duration.ZERO, null, null, null, List.of(SHARD), List.of(), true, null);
    }

    static StreamStatus leftToOthers() {
        return stream(true, Duration.ZERO, null, null, null, List.of(), List.of(), false, LONG);
    }

    /** Of one shard, looked at just now. */
    private static StreamStatus stream(
            boolean inTerm,
            Duration sinceHeartbeat,
            Trouble heartbeat,
            Duration lookUnanswered,
            Trouble look,
            List<ShardId> contradicted,
            List<UnreadShard> unread,
            boolean isRecreated,
            Duration leftToOthers) {
        return new StreamStatus(
                STREAM,
                inTerm,
                sinceHeartbeat,
                heartbeat,
                Duration.ZERO,
                lookUnanswered,
                look,
                List.of(),
                List.of(),
                List.of(SHARD),
                contradicted,
                unread,
                isRecreated,
                leftToOthers);
    }

    static StreamStatus fresh() {
        return stream(true, Duration.ofSeconds(2), null, null, List.of());
    }

    static WorkerStatus worker(StreamStatus stream, ShardStatus... shards) {
        return worker(stream, List.of(shards), List.of(), List.of());
    }

    private static WorkerStatus worker(
            StreamStatus stream, List<ShardStatus> shards, List<StoppedShard> stopped, List<DeletedRow> deleted) {
        return new WorkerStatus("me", false, List.of(stream), shards, stopped, deleted, new TreeMap<>());
    }

    static WindowStatus waitsFor(WaitsFor what, Duration unmoved, boolean full) {
        return new WindowStatus(full ? 3 : 1024, full, unmoved, null, unmoved, what, null);
    }

    static WindowStatus fails(boolean atDeadLetter, int refusals, Throwable error) {
        Duration since = Duration.ofSeconds(9);
        return new WindowStatus(
                1024,
                false,
                since,
                null,
                since,
                atDeadLetter ? WaitsFor.DEAD_LETTER : WaitsFor.REPLAY,
                new DeliveryFailure(atDeadLetter, refusals, 4 + refusals, error, since, Duration.ofSeconds(1)));
    }

    static ReadStatus failing(Duration unanswered, int failures, boolean throttled, boolean gone, Throwable error) {
        return new ReadStatus(
                unanswered,
                unanswered,
                unanswered,
                failures,
                throttled,
                gone,
                error,
                error == null ? null : Duration.ZERO);
    }

    static List<Stall> stalls(WorkerStatus worker) {
        return Stalls.of(worker, new KinesisCheckpointedConfiguration());
    }

    private static List<Stall> stalls(ShardStatus shard) {
        return stalls(worker(fresh(), shard));
    }

    private static Throwable denied() {
        return KinesisException.builder()
                .message("The security token included in the request is expired")
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode("ExpiredTokenException")
                        .build())
                .build();
    }

    /** One of each reason, in the order in which they are declared. */
    static List<Stall> all() {
        List<Stall> all = new ArrayList<>();
        all.add(new WorkerSilentException("the worker has not answered for 5 s", new TimeoutException())
                .stall("orders"));
        all.addAll(stalls(shard(false, fails(false, 0, BAD), READ, STORED)));
        all.addAll(stalls(shard(false, fails(true, 2, new IllegalStateException("queue not found")), READ, STORED)));
        all.addAll(stalls(shard(false, waitsFor(WaitsFor.ROUTE, LONG, true), READ, STORED)));
        all.addAll(stalls(shard(false, waitsFor(WaitsFor.COMMIT_BY_HAND, LONG, false), READ, STORED)));
        all.addAll(stalls(shard(false, NO_WINDOW, failing(LONG, 4, false, false, NO_NETWORK), STORED)));
        all.addAll(stalls(shard(false, NO_WINDOW, failing(LONG, 4, false, false, denied()), STORED)));
        all.addAll(stalls(shard(
                false,
                NO_WINDOW,
                failing(LONG, 5, true, false, new IllegalStateException("Rate exceeded for shard")),
                STORED)));
        all.addAll(stalls(shard(false, NO_WINDOW, failing(LONG, 0, false, false, null), STORED)));
        all.addAll(stalls(worker(leftToOthers())));
        all.addAll(stalls(worker(stream(null, List.of(new UnreadShard(SHARD, VERY_LONG, false))))));
        all.addAll(stalls(worker(stream(null, List.of(new UnreadShard(SHARD, VERY_LONG, true))))));
        all.addAll(stalls(shard(
                false,
                NO_WINDOW,
                failing(LONG, 4, false, true, new IllegalStateException("Stream orders not found")),
                STORED)));
        all.addAll(stalls(worker(recreated())));
        all.addAll(stalls(worker(stream(true, Duration.ZERO, null, null, List.of(SHARD)))));
        all.addAll(stalls(
                shard(false, NO_WINDOW, READ, new CommitStatus(LONG, LONG, 6, NO_NETWORK, Duration.ofSeconds(1)))));
        all.addAll(stalls(
                worker(stream(false, LONG, new Trouble(LONG, 4, NO_NETWORK, Duration.ofSeconds(1)), null, List.of()))));
        all.addAll(stalls(closing(ShardState.DRAINING, LONG)));
        all.addAll(stalls(worker(
                stream(true, Duration.ZERO, null, new Trouble(LONG, 20, NO_NETWORK, Duration.ZERO), List.of()))));
        all.addAll(stalls(worker(stream(VERY_LONG, List.of()))));
        all.addAll(stalls(
                worker(fresh(), List.of(), List.of(), List.of(new DeletedRow(SHARD, Duration.ofSeconds(4), true)))));
        all.addAll(stalls(worker(
                fresh(), List.of(), List.of(new StoppedShard(SHARD, RECORD, BAD, Duration.ofMinutes(3))), List.of())));
        all.addAll(ProducerHealthCheck.stalls(
                List.of(new UndeliveredPut("orders", 1, 12, LONG, null, NO_NETWORK)), ProducerHealthCheck.LIMIT));
        return all;
    }
}
