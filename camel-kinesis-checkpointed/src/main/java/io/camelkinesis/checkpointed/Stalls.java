// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.checkpointed.aws.AccessProblem;
import io.camelkinesis.engine.consume.DeliveryFailure;
import io.camelkinesis.engine.consume.ReadStatus;
import io.camelkinesis.engine.consume.ShardStatus;
import io.camelkinesis.engine.consume.WaitsFor;
import io.camelkinesis.engine.consume.WindowStatus;
import io.camelkinesis.engine.lease.StreamStatus;
import io.camelkinesis.engine.lease.Trouble;
import io.camelkinesis.engine.lease.UnreadShard;
import io.camelkinesis.engine.model.ShardState;
import io.camelkinesis.engine.worker.WorkerStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a worker does not go on: a function of its status. A record that fails counts from its first failure until it is
 * done. What only takes long counts from leasePeriod + commitPeriod on, 20 s by default; heartbeats from leasePeriod on; looks, and
 * shards that nobody reads, a rebalancePeriod later. While the
 * consumer is suspended nothing has to go on but heartbeats, looks and checkpoints.
 */
final class Stalls {

    private final Duration heartbeatLimit;
    private final Duration limit;
    private final Duration lookLimit;
    private final Duration readLimit;
    private final List<Stall> found = new ArrayList<>();

    private Stalls(KinesisCheckpointedConfiguration options) {
        this.heartbeatLimit = options.getLeasePeriod();
        this.limit = options.getLeasePeriod().plus(options.getCommitPeriod());
        this.lookLimit = limit.plus(options.getRebalancePeriod());
        this.readLimit = limit.plus(options.getMaxPollInterval());
    }

    /** All of them, those of the whole worker first. */
    static List<Stall> of(WorkerStatus worker, KinesisCheckpointedConfiguration options) {
        Stalls stalls = new Stalls(options);
        worker.streams().forEach(stalls::lookAt);
        worker.stopped()
                .forEach(stopped -> stalls.add(
                        StallReason.STOPPED_SHARD,
                        stopped.shard(),
                        "given up by onFailure=STOP at record " + stopped.sequence(),
                        stopped.since(),
                        stopped.cause()));
        worker.deletedRows()
                .forEach(deleted -> stalls.add(
                        StallReason.DELETED_ROW,
                        deleted.shard(),
                        "its row was deleted from the lease table, and its checkpoint with it; "
                                + (deleted.heldAgain()
                                        ? "it is read again from where the group began"
                                        : "it is about to be claimed anew"),
                        deleted.since(),
                        null));
        worker.shards().forEach(stalls::lookAt);
        return List.copyOf(stalls.found);
    }

    private void add(
            StallReason reason, Object where, String what, @Nullable Duration since, @Nullable Throwable error) {
        found.add(new Stall(reason, where.toString(), what, since, error));
    }

    private boolean isTooLong(@Nullable Duration time) {
        return isOver(limit, time);
    }

    private static boolean isOver(Duration limit, @Nullable Duration time) {
        return time != null && time.compareTo(limit) >= 0;
    }

    private void lookAt(StreamStatus stream) {
        Duration beat = stream.sinceHeartbeat();
        if (!stream.isInTerm() || beat == null || beat.compareTo(heartbeatLimit) >= 0) {
            Trouble trouble = stream.heartbeat();
            add(
                    StallReason.LEASE_TABLE_SILENT,
                    stream.stream(),
                    "the lease table takes no heartbeats",
                    beat,
                    trouble == null ? null : trouble.lastError());
        }
        Trouble look = stream.look();
        if (look != null && isTooLong(look.since())) {
            add(
                    StallReason.FAILING_LOOK,
                    stream.stream(),
                    "shards or rows of the lease table cannot be read",
                    look.since(),
                    look.lastError());
        } else if (isOver(lookLimit, stream.unanswered())) {
            add(
                    StallReason.UNANSWERED_LOOK,
                    stream.stream(),
                    "a look at its shards or at their rows in the lease table is not answered",
                    stream.unanswered(),
                    null);
        }
        if (stream.leftToOthers() != null) {
            add(
                    StallReason.LEFT_TO_OTHERS,
                    stream.stream(),
                    "no read was answered here while other workers read; its shards are left to them",
                    stream.leftToOthers(),
                    null);
        }
        stream.unread().forEach(this::lookAt);
        if (stream.isRecreated()) {
            add(
                    StallReason.STREAM_RECREATED,
                    stream.stream(),
                    "it was deleted and created again: ARN or creation time are not those of the stream that the group began"
                            + " with; shards that the lease table calls consumed are not read",
                    null,
                    null);
            return;
        }
        stream.contradicted()
                .forEach(shard -> add(
                        StallReason.CONSUMED_BUT_OPEN,
                        shard,
                        "the lease table says that it is consumed, but Kinesis lists it as open; it is not read",
                        null,
                        null));
    }

    private void lookAt(UnreadShard unread) {
        if (!isOver(lookLimit, unread.since())) {
            return;
        }
        if (unread.waitsForItself()) {
            add(
                    StallReason.PARENTS_IN_A_CYCLE,
                    unread.shard(),
                    "it waits for its parents, and they wait for it or for each other",
                    unread.since(),
                    null);
        } else {
            add(
                    StallReason.UNREAD_SHARD,
                    unread.shard(),
                    "no worker has its lease, although it may be read",
                    unread.since(),
                    null);
        }
    }

    private void lookAt(ShardStatus shard) {
        if (isTooLong(shard.closing())) {
            add(
                    StallReason.UNFINISHED_HAND_OVER,
                    shard.shard(),
                    "its lease table row does not take its "
                            + (shard.state() == ShardState.DRAINING ? "release" : "end")
                            + ", and nobody else can go on",
                    shard.closing(),
                    shard.commits().lastError());
        }
        if (!shard.isPaused()) {
            if (!lookAtFailure(shard)) {
                lookAtWindow(shard);
            }
            lookAtReading(shard);
        }
        if (isTooLong(shard.commits().unstored())) {
            add(
                    StallReason.UNSTORED_CHECKPOINT,
                    shard.shard(),
                    "its checkpoint cannot be stored",
                    shard.commits().unstored(),
                    shard.commits().lastError());
        }
    }

    private boolean lookAtFailure(ShardStatus shard) {
        DeliveryFailure failure = shard.window().failure();
        if (failure == null) {
            return false;
        }
        if (!failure.atDeadLetter()) {
            add(
                    StallReason.FAILING_RECORD,
                    shard.shard(),
                    "held back by a record that fails, replay " + failure.repeats(),
                    failure.since(),
                    failure.error());
            return true;
        }
        if (failure.refusals() > 0) {
            add(
                    StallReason.DEAD_LETTER_REFUSED,
                    shard.shard(),
                    "held back by a record that the dead letter endpoint does not accept, refused " + failure.refusals()
                            + (failure.refusals() == 1 ? " time" : " times"),
                    failure.since(),
                    failure.error());
            return true;
        }
        return false;
    }

    private void lookAtWindow(ShardStatus shard) {
        WindowStatus window = shard.window();
        WaitsFor waitsFor = window.waitsFor();
        // without heartbeats nothing starts, and that is a stall of the stream
        if (waitsFor == null || waitsFor == WaitsFor.HEARTBEAT || !isTooLong(window.unmoved())) {
            return;
        }
        String room = shard.inFlight() + " in flight, "
                + (window.isFull()
                        ? "the window of " + window.limit() + " is full"
                        : "window " + shard.uncommitted() + " of " + window.limit());
        switch (waitsFor) {
            case COMMIT_BY_HAND ->
                add(
                        StallReason.UNCOMMITTED_BY_HAND,
                        shard.shard(),
                        "the route is through with its oldest record and has not committed it; " + room,
                        window.unmoved(),
                        null);
            case DEAD_LETTER ->
                add(
                        StallReason.DEAD_LETTER_REFUSED,
                        shard.shard(),
                        "the dead letter endpoint does not answer; " + room,
                        window.unmoved(),
                        null);
            default ->
                add(
                        StallReason.BLOCKED_ROUTE,
                        shard.shard(),
                        "the route does not get through with its oldest record; " + room,
                        window.unmoved(),
                        null);
        }
    }

    private void lookAtReading(ShardStatus shard) {
        ReadStatus reading = shard.reading();
        boolean waitsForNothing = reading.unanswered() == null && shard.waiting() == 0 && shard.inFlight() == 0;
        if (shard.state() == ShardState.READING && waitsForNothing && isOver(readLimit, reading.sinceAsked())) {
            add(
                    StallReason.UNREAD_SHARD,
                    shard.shard(),
                    "its lease is held here, and no read is sent",
                    reading.sinceAsked(),
                    null);
        }
        if (!isTooLong(reading.unanswered())) {
            return;
        }
        StallReason reason;
        String what;
        if (reading.failures() == 0) {
            reason = StallReason.UNANSWERED_READ;
            what = "a read is not answered";
        } else if (reading.isGone()) {
            reason = StallReason.STREAM_GONE;
            what = "Kinesis does not know the shard or its stream any more";
        } else if (reading.isThrottled()) {
            reason = StallReason.THROTTLED_READS;
            what = "every read is throttled, " + reading.failures() + " in a row";
        } else if (AccessProblem.is(reading.lastError())) {
            reason = StallReason.DENIED_READS;
            what = "reading is not allowed, " + reading.failures() + " tries";
        } else {
            reason = StallReason.FAILING_READS;
            what = "it cannot be read, " + reading.failures() + " tries";
        }
        add(reason, shard.shard(), what, reading.unanswered(), reading.lastError());
    }
}
