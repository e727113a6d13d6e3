// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.checkpointed.aws.ServiceFailure;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.runtime.WorkerEvent;
import io.camelkinesis.engine.runtime.WorkerEvents;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.apache.camel.spi.ExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells trouble with Kinesis and with the lease table, each as one {@link Outage} that names the service and its address: in the log,
 * with a stack trace the first time, or to the exception handler that the user gave or with bridgeErrorHandler has, which may be a route.
 * Its end is told in the log. Work goes on all the while.
 */
final class ProblemReporter implements WorkerEvents {

    private final @Nullable ExceptionHandler handler;
    private final Executor executor;
    private final LongSupplier nanoTime;
    private final Logger log;
    private final Service kinesis;
    private final Service table;
    private final Recurrence recurrence = new Recurrence();

    private record Service(String place, Outage outage) {}

    /** Calls of one sort for one shard or stream. */
    private record Calls(String sort, Object of) {
        @Override
        public String toString() {
            return sort + " of " + of;
        }
    }

    /**
     * @param handler who is told beside the log, null for nobody
     * @param executor runs the handler, which may run a route, off the worker's loop
     * @param kinesis Kinesis and its address
     * @param table the lease table and its address
     */
    ProblemReporter(
            @Nullable ExceptionHandler handler,
            Executor executor,
            LongSupplier nanoTime,
            String kinesis,
            String table) {
        this(handler, executor, nanoTime, kinesis, table, LoggerFactory.getLogger(KinesisCheckpointedConsumer.class));
    }

    ProblemReporter(
            @Nullable ExceptionHandler handler,
            Executor executor,
            LongSupplier nanoTime,
            String kinesis,
            String table,
            Logger log) {
        this.handler = handler;
        this.executor = executor;
        this.nanoTime = nanoTime;
        this.kinesis = new Service(kinesis, new Outage());
        this.table = new Service(table, new Outage());
        this.log = log;
    }

    @Override
    public void on(WorkerEvent event) {
        if (event instanceof WorkerEvent.FetchDelayed delayed) {
            fetchDelayed(delayed);
        } else if (event instanceof WorkerEvent.CommitDelayed delayed) {
            failed(
                    table,
                    checkpoint(delayed.shard()),
                    delayed.shard() + ": the checkpoint could not be stored; it is tried again",
                    delayed.cause(),
                    1);
        } else if (event instanceof WorkerEvent.LookFailed failed) {
            failed(
                    failed.atShards() ? kinesis : table,
                    failed.atShards() ? shards(failed.stream()) : leases(failed.stream()),
                    failed.stream()
                            + (failed.atShards() ? ": shards could not be listed" : ": leases could not be read")
                            + "; it is tried again",
                    failed.cause(),
                    1);
        } else if (event instanceof WorkerEvent.HeartbeatMissed missed) {
            failed(
                    table,
                    heartbeat(missed.stream()),
                    missed.stream() + ": the heartbeat could not be written; it is tried again",
                    missed.cause(),
                    1);
        } else if (event instanceof WorkerEvent.Bug bug) {
            report("bug " + ErrorText.of(bug.cause()), "This must not happen; please report it", bug.cause());
        } else {
            succeeded(event);
        }
    }

    private synchronized void fetchDelayed(WorkerEvent.FetchDelayed delayed) {
        boolean known = kinesis.outage.isFailing(reads(delayed.shard()).toString());
        if (known || delayed.persistent()) {
            failed(
                    kinesis,
                    reads(delayed.shard()),
                    delayed.shard() + ": cannot be read, " + delayed.attempts() + " times in a row; it is tried again",
                    delayed.cause(),
                    known ? 1 : delayed.attempts());
        }
    }

    private void succeeded(WorkerEvent event) {
        if (event instanceof WorkerEvent.Fetched fetched) {
            succeeded(kinesis, reads(fetched.shard()));
        } else if (event instanceof WorkerEvent.ShardsListed listed) {
            succeeded(kinesis, shards(listed.stream()));
        } else if (event instanceof WorkerEvent.Committed committed) {
            succeeded(table, checkpoint(committed.shard()));
        } else if (event instanceof WorkerEvent.LeasesRead read) {
            succeeded(table, leases(read.stream()));
        } else if (event instanceof WorkerEvent.Heartbeat beat) {
            succeeded(table, heartbeat(beat.stream()));
        } else if (event instanceof WorkerEvent.LeaseLost
                || event instanceof WorkerEvent.LeaseReleased
                || event instanceof WorkerEvent.ShardEnded) {
            ShardId shard = ((WorkerEvent.OfShard) event).shard();
            dropped(kinesis, reads(shard));
            dropped(table, checkpoint(shard));
        }
    }

    private synchronized void failed(
            Service service, Calls failing, String words, @Nullable Throwable cause, int calls) {
        long now = nanoTime.getAsLong();
        Outage outage = service.outage;
        Outage.Word word = outage.failed(failing.toString(), failing.sort + ServiceFailure.kind(cause), calls, now);
        String placed = words + " (" + service.place + ")";
        switch (word) {
            case NONE -> {}
            case FIRST -> tell(placed, cause, true);
            case KIND -> tell(placed, cause, false);
            case BACK -> tell(placed + ", as " + outage.times() + " times in a while", cause, false);
            case STILL ->
                tell(
                        service.place + ": " + outage.failures() + " calls have failed in "
                                + OptionProblems.seconds(outage.lasted(now)) + ", and these still fail: "
                                + outage.things(),
                        cause,
                        false);
        }
    }

    private synchronized void succeeded(Service service, Calls calls) {
        if (!service.outage.isOver()) {
            over(service, service.outage.succeeded(calls.toString(), nanoTime.getAsLong()));
        }
    }

    private synchronized void dropped(Service service, Calls calls) {
        over(service, service.outage.dropped(calls.toString(), nanoTime.getAsLong()));
    }

    private void over(Service service, Outage.@Nullable End end) {
        if (end != null) {
            log.info(
                    "{}",
                    ErrorText.line(service.place
                            + (end.answered() ? ": all is answered again, after " : ": no call fails any more, after ")
                            + OptionProblems.seconds(end.lasted()) + " and " + end.failures() + " failed calls"));
        }
    }

    /** The predicate of a batch has failed for a record of this shard. Any thread. */
    void predicateFailed(ShardId shard, Throwable cause) {
        report(
                "predicate " + shard,
                shard + ": batchPredicate has failed; the record goes on, and its batch stays open",
                cause);
    }

    private synchronized void report(String problem, String words, Throwable cause) {
        int count = recurrence.count(problem, nanoTime.getAsLong());
        if (count > 0) {
            tell(count == 1 ? words : words + " (" + count + " times)", cause, count == 1);
        }
    }

    private void tell(String words, @Nullable Throwable cause, boolean withTrace) {
        String message = ErrorText.line(words);
        if (handler == null || cause == null) {
            log(message, cause, withTrace);
            return;
        }
        try {
            executor.execute(() -> handle(message, cause));
        } catch (Throwable noRoom) {
            log(message, cause, false);
        }
    }

    private void log(String message, @Nullable Throwable cause, boolean withTrace) {
        if (cause == null) {
            log.warn("{}", message);
        } else if (withTrace) {
            log.warn("{}", message, ErrorText.traced(cause));
            log.debug("{}: the same with all causes", message, cause);
        } else {
            log.warn("{}: {}", message, ErrorText.of(cause));
        }
    }

    private void handle(String message, Throwable cause) {
        try {
            handler.handleException(message, cause);
        } catch (RuntimeException | StackOverflowError | LinkageError unheard) {
            log(message, cause, false);
        }
    }

    private static Calls reads(ShardId shard) {
        return new Calls("the reads", shard);
    }

    private static Calls shards(StreamId stream) {
        return new Calls("the shards", stream);
    }

    private static Calls checkpoint(ShardId shard) {
        return new Calls("the checkpoint", shard);
    }

    private static Calls leases(StreamId stream) {
        return new Calls("the leases", stream);
    }

    private static Calls heartbeat(StreamId stream) {
        return new Calls("the heartbeat", stream);
    }
}
