// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.runtime.WorkerEvent;
import io.camelkinesis.engine.runtime.WorkerEvents;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.apache.camel.spi.ExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives trouble with Kinesis and DynamoDB to the exception handler of the consumer, so that it is logged or, with
 * bridgeErrorHandler, routed. Work goes on all the while. Trouble that lasts is told at its first, second, fourth, eighth
 * time and so on.
 */
final class ProblemReporter implements WorkerEvents {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemReporter.class);

    private final ExceptionHandler handler;
    private final Executor executor;
    private final LongSupplier nanoTime;
    private final Recurrence recurrence = new Recurrence();

    /** @param executor runs the handler, which may run a route, off the worker's loop */
    ProblemReporter(ExceptionHandler handler, Executor executor, LongSupplier nanoTime) {
        this.handler = handler;
        this.executor = executor;
        this.nanoTime = nanoTime;
    }

    @Override
    public void on(WorkerEvent event) {
        if (event instanceof WorkerEvent.FetchDelayed delayed) {
            if (delayed.persistent()) {
                report(
                        fetching(delayed.shard()),
                        delayed.shard() + ": cannot be read, " + delayed.attempts()
                                + " times in a row; it is tried again",
                        delayed.cause());
            }
        } else if (event instanceof WorkerEvent.Fetched fetched) {
            over(fetching(fetched.shard()));
        } else if (event instanceof WorkerEvent.CommitDelayed delayed) {
            report(
                    committing(delayed.shard()),
                    delayed.shard() + ": the checkpoint could not be stored; it is tried" + " again",
                    delayed.cause());
        } else if (event instanceof WorkerEvent.Committed committed) {
            over(committing(committed.shard()));
        } else if (event instanceof WorkerEvent.LookFailed failed) {
            report(
                    "look " + failed.stream(),
                    failed.stream() + ": shards or leases could not be read; it is tried again",
                    failed.cause());
        } else if (event instanceof WorkerEvent.HeartbeatMissed missed) {
            report(
                    "heartbeat " + missed.stream(),
                    missed.stream() + ": the heartbeat could not be written; it is tried" + " again",
                    missed.cause());
        } else if (event instanceof WorkerEvent.Bug bug) {
            report("bug " + ErrorText.of(bug.cause()), "This must not happen; please report it", bug.cause());
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
        if (recurrence.count(problem, nanoTime.getAsLong()) == 0) {
            return;
        }
        String message = ErrorText.line(words);
        if (cause == null) {
            LOG.warn("{}", message);
            return;
        }
        try {
            executor.execute(() -> handle(message, cause));
        } catch (Throwable noRoom) {
            LOG.warn("{}: {}", message, ErrorText.of(cause));
        }
    }

    private void handle(String message, Throwable cause) {
        try {
            handler.handleException(message, cause);
        } catch (RuntimeException | StackOverflowError | LinkageError unheard) {
            LOG.warn("{}: {}", message, ErrorText.of(cause));
        }
    }

    private synchronized void over(String problem) {
        recurrence.over(problem);
    }

    private static String fetching(Object shard) {
        return "fetch " + shard;
    }

    private static String committing(Object shard) {
        return "commit " + shard;
    }
}
