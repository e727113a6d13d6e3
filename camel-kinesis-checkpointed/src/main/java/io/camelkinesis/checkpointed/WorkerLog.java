// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.runtime.GiveUpReason;
import io.camelkinesis.engine.runtime.WorkerEvent;
import io.camelkinesis.engine.runtime.WorkerEvents;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of a worker: lease moves at INFO, problems at WARN, the rest at DEBUG. A problem that goes on is not repeated
 * each time, and no line holds a payload or a control character. What goes to the exception handler, see
 * {@link ProblemReporter}, is not logged here a second time.
 */
final class WorkerLog implements WorkerEvents {

    private final Logger log;
    private final LongSupplier nanoTime;
    private final Recurrence oddities = new Recurrence();
    private final Recurrence unpacking = new Recurrence();

    WorkerLog(LongSupplier nanoTime) {
        this(LoggerFactory.getLogger(KinesisCheckpointedConsumer.class), nanoTime);
    }

    WorkerLog(Logger log, LongSupplier nanoTime) {
        this.log = log;
        this.nanoTime = nanoTime;
    }

    @Override
    public void on(WorkerEvent event) {
        if (!logMember(event)
                && !logLease(event)
                && !logDelivery(event)
                && !logUnpacked(event)
                && log.isDebugEnabled()) {
            log.debug("{}", ErrorText.event(event));
        }
    }

    private void info(String words, Object... values) {
        log.info(words, ErrorText.lines(values));
    }

    private void warn(String words, Object... values) {
        log.warn(words, ErrorText.lines(values));
    }

    private boolean logMember(WorkerEvent event) {
        if (event instanceof WorkerEvent.Joined joined) {
            info("{}: joined as {}", joined.stream(), joined.clientId());
        } else if (event instanceof WorkerEvent.MemberAppeared appeared) {
            info("{}: worker {} is there", appeared.stream(), appeared.clientId());
        } else if (event instanceof WorkerEvent.MemberGone gone) {
            info("{}: worker {} {}", gone.stream(), gone.clientId(), gone.left() ? "has left" : "is dead");
        } else if (event instanceof WorkerEvent.Fenced fenced) {
            warn(
                    "{}: no heartbeat could be written for leasePeriod; nothing is delivered until one is",
                    fenced.stream());
        } else if (event instanceof WorkerEvent.LeftToOthers left) {
            warn(
                    "{}: no read has been answered here for {} s, while other workers read; its shards are left to them for"
                            + " {} s at least",
                    left.stream(),
                    left.unread().toSeconds(),
                    left.pause().toSeconds());
        } else if (event instanceof WorkerEvent.TakesPartAgain again) {
            info("{}: takes part in reading again", again.stream());
        } else if (event instanceof WorkerEvent.RowOddity oddity) {
            logOddity(oddity.stream() + ": " + oddity.description());
        } else {
            return false;
        }
        return true;
    }

    private boolean logLease(WorkerEvent event) {
        if (event instanceof WorkerEvent.LeaseClaimed claimed) {
            info(
                    "{}: lease taken{}, epoch {}, reading {}",
                    claimed.shard(),
                    claimed.previousOwner() == null ? "" : " over from " + claimed.previousOwner(),
                    claimed.epoch(),
                    place(claimed.from()));
        } else if (event instanceof WorkerEvent.LeaseRenewed renewed) {
            info("{}: lease taken again, epoch {}", renewed.shard(), renewed.epoch());
        } else if (event instanceof WorkerEvent.LeaseReleased released) {
            info(
                    "{}: lease given back, epoch {}; records completed meanwhile: {}{}",
                    released.shard(),
                    released.epoch(),
                    released.completed(),
                    released.drained()
                            ? ""
                            : ", not done: " + released.undone() + ", to be delivered again with those behind them: "
                                    + released.repeated());
        } else if (event instanceof WorkerEvent.LeaseLost lost) {
            warn("{}: lease lost, epoch {}: {}", lost.shard(), lost.epoch(), lost.reason());
        } else if (event instanceof WorkerEvent.ForeignOwner foreign) {
            warn(
                    "{}: held by {}, which is no worker of this group: another program, perhaps Redpanda Connect. It is"
                            + " left alone while its rows change, and until they have stood still for two minutes",
                    foreign.shard(),
                    foreign.owner());
        } else if (event instanceof WorkerEvent.ShardEnded ended) {
            info("{}: consumed to its end, epoch {}", ended.shard(), ended.epoch());
        } else if (event instanceof WorkerEvent.LeaseRetired retired) {
            info("{}: row deleted; the shard has left the stream and its children have rows", retired.shard());
        } else if (event instanceof WorkerEvent.EndRestored restored) {
            warn(
                    "{}: the row of this consumed shard had vanished and was written again, epoch {}",
                    restored.shard(),
                    restored.epoch());
        } else if (event instanceof WorkerEvent.ShardGone gone) {
            warn(
                    "{}: Kinesis does not know it; it is read on until it is known to be closed and past retention ({})",
                    gone.shard(),
                    ErrorText.of(gone.cause()));
        } else {
            return false;
        }
        return true;
    }

    private boolean logDelivery(WorkerEvent event) {
        if (event instanceof WorkerEvent.Replay replay) {
            if (Recurrence.isPowerOfTwo(replay.replays())) {
                warn(
                        "{}: record {} has failed {} times ({}); replay in {}, the checkpoint stays below it",
                        replay.shard(),
                        replay.sequence(),
                        replay.replays(),
                        kind(replay.cause()),
                        OptionProblems.shown(replay.delay()));
            }
        } else if (event instanceof WorkerEvent.Skipped skipped) {
            warn(
                    "{}: {} {} and {} skipped",
                    skipped.shard(),
                    records(skipped.sequence(), skipped.records()),
                    why(skipped.reason(), skipped.cause()),
                    skipped.records() == 1 ? "is" : "are");
        } else if (event instanceof WorkerEvent.DeadLettered lettered) {
            warn(
                    "{}: {} {}; the dead letter endpoint has {}",
                    lettered.shard(),
                    records(lettered.sequence(), lettered.records()),
                    why(lettered.reason(), lettered.cause()),
                    lettered.records() == 1 ? "it" : "them");
        } else if (event instanceof WorkerEvent.DeadLetterDelayed delayed) {
            if (Recurrence.isPowerOfTwo(delayed.attempts())) {
                warn(
                        "{}: the dead letter endpoint has not accepted record {} {} times ({}); again in {}, the"
                                + " checkpoint stays below it",
                        delayed.shard(),
                        delayed.sequence(),
                        delayed.attempts(),
                        kind(delayed.cause()),
                        OptionProblems.shown(delayed.delay()));
            }
        } else if (event instanceof WorkerEvent.ShardStopped stopped) {
            warn(
                    "{}: record {} has failed ({}); the shard is given back and not taken again until a restart",
                    stopped.shard(),
                    stopped.sequence(),
                    kind(stopped.cause()));
        } else {
            return false;
        }
        return true;
    }

    private static String records(SequenceNumber first, int count) {
        return count == 1 ? "record " + first : count + " records from " + first;
    }

    private static String why(GiveUpReason reason, Throwable cause) {
        return switch (reason) {
            case FAILED -> "failed (" + kind(cause) + ")";
            case TOO_MANY_REPLAYS -> "failed in every replay (" + kind(cause) + ")";
            case TOO_OLD -> "passed maxRecordAge";
        };
    }

    private static String place(Position from) {
        if (from instanceof Position.After after) {
            return "behind " + after.sequence();
        }
        if (from instanceof Position.AtTimestamp at) {
            return "from " + at.time();
        }
        return from instanceof Position.Latest ? "what comes from now on" : "from the oldest record";
    }

    /** Once for each shard and kind: with these each read may bring more. */
    private boolean logUnpacked(WorkerEvent event) {
        if (!(event instanceof WorkerEvent.Unpacked unpacked) || (unpacked.outside() == 0 && unpacked.damaged() == 0)) {
            return false;
        }
        long now = nanoTime.getAsLong();
        if (unpacked.outside() > 0 && unpacking.count("outside " + unpacked.shard(), now) == 1) {
            warn(
                    "{}: {} records of aggregates have keys that are not this shard's, as records have that were put"
                            + " around a reshard; they are delivered",
                    unpacked.shard(),
                    unpacked.outside());
        }
        if (unpacked.damaged() > 0 && unpacking.count("damaged " + unpacked.shard(), now) == 1) {
            warn(
                    "{}: {} records begin as an aggregated record and cannot be read as one; they are delivered as they"
                            + " are",
                    unpacked.shard(),
                    unpacked.damaged());
        }
        return true;
    }

    private void logOddity(String oddity) {
        int count = oddities.count(oddity, nanoTime.getAsLong());
        if (count > 0) {
            warn("{}{}", oddity, count == 1 ? "" : " (seen " + count + " times)");
        }
    }

    /** The message of a route's exception may hold a payload; Camel's error handling has logged it as the user wants. */
    private static String kind(@Nullable Throwable cause) {
        return cause == null ? ErrorText.of(null) : cause.getClass().getName();
    }
}
