// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.checkpointed.aws.KinesisShardLister;
import io.camelkinesis.checkpointed.aws.LeaseTableException;
import io.camelkinesis.checkpointed.aws.StreamRows;
import io.camelkinesis.checkpointed.aws.StreamRows.Found;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.model.StreamSelection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.slf4j.Logger;

/**
 * Settles how the rows of the lease table spell a stream. They do as the URI does, name or ARN, unless the table holds rows
 * of the stream under the other spelling only, left by Redpanda Connect or by a consumer whose URI had the other one:
 * starting beside them would read the stream once more.
 *
 * <ul>
 *   <li>The URI has the name, the rows have the ARN: these are used, where they stand. An ARN says which stream it is.
 *   <li>The URI has the ARN, the rows have the name: refused, because a stream of that name in another account or region may
 *       share the table.
 *   <li>Rows under both: those that are spelled as in the URI are used, with a warning.
 * </ul>
 *
 * <p>A group keeps its rows apart from all others, and so nothing is looked for.
 */
final class StreamSpelling {

    private static final String ARN_PREFIX = "arn:";

    private final KinesisShardLister lister;
    private final Function<String, Found> rows;
    private final StartPatience patience;
    private final String table;
    private final OptionProblems problems;
    private final Logger log;
    private final Executor later;

    /**
     * @param rows what stands in the lease table under a hash key, as {@link StreamRows#under} says it
     * @param patience waits for the stream
     * @param table name of the lease table, for messages
     * @param problems takes what keeps a stream from being started
     * @param later runs what nobody waits for, some time, perhaps never
     */
    StreamSpelling(
            KinesisShardLister lister,
            Function<String, Found> rows,
            StartPatience patience,
            String table,
            OptionProblems problems,
            Logger log,
            Executor later) {
        this.lister = lister;
        this.rows = rows;
        this.patience = patience;
        this.table = table;
        this.problems = problems;
        this.log = log;
        this.later = later;
    }

    /** The selection with the spelling of its rows. Blocks until table and stream have answered. */
    StreamSelection settle(StreamSelection selection) {
        StreamId stream = selection.stream();
        if (!stream.group().isEmpty()) {
            return selection;
        }
        try {
            return new StreamSelection(settle(stream), selection.shards());
        } catch (LeaseTableException e) {
            problems.reject("leaseTable", table, e);
        } catch (CompletionException e) {
            problems.reject("streams", stream.stream(), e.getCause() == null ? e : e.getCause());
        }
        return selection;
    }

    private StreamId settle(StreamId stream) {
        Found own = rows.apply(stream.tableKey());
        if (own == Found.BEGUN) {
            warnLater(stream);
            return stream;
        }
        String other = patience.await("DescribeStreamSummary of " + stream.stream(), otherSpelling(stream.stream()))
                .orElse(null);
        Found there = other == null ? Found.DENIED : rows.apply(other);
        if (there == Found.DENIED) {
            warnBlind(stream, own);
            return stream;
        }
        if (there == Found.NOTHING) {
            return stream;
        }
        if (own != Found.NOTHING) {
            warnBoth(stream, other);
            return stream;
        }
        return isArn(stream.stream()) ? refused(stream, other) : adopted(stream, other);
    }

    /**
     * A group that has begun goes on with its rows in any case: nothing waits for the answer. Nor need it be asked for at
     * once, by all workers of a fleet that start together.
     */
    private void warnLater(StreamId stream) {
        later.execute(() -> otherSpelling(stream.stream())
                .thenAccept(other -> other.filter(this::isUsed).ifPresent(key -> warnBoth(stream, key)))
                .exceptionally(failure -> {
                    log.debug("{}: no answer whether its rows are there under another spelling", stream, failure);
                    return null;
                }));
    }

    private boolean isUsed(String key) {
        Found found = rows.apply(key);
        return found == Found.LEFT_BEHIND || found == Found.BEGUN;
    }

    private void warnBoth(StreamId stream, String other) {
        log.warn(
                "{}: the lease table {} holds rows under StreamID {} and under {}; those of {} are used, as the URI"
                        + " spells it, and the others are left alone",
                ErrorText.lines(stream.stream(), table, stream.tableKey(), other, stream.tableKey()));
    }

    private StreamId adopted(StreamId stream, String arn) {
        log.info(
                "{}: the lease table {} holds its rows under its ARN, StreamID {}; they are used where they stand",
                ErrorText.lines(stream.stream(), table, arn));
        return stream.spelled(arn);
    }

    private StreamId refused(StreamId stream, String name) {
        problems.reject(
                "streams",
                stream.stream(),
                "the lease table " + table + " holds rows under StreamID " + name + " and none under this ARN. If they"
                        + " are this stream's, write " + name + " in the URI to go on from them. If they are those of"
                        + " a stream of this name in another account or region, set group, or use another leaseTable");
        return stream;
    }

    private void warnBlind(StreamId stream, Found own) {
        if (own != Found.LEFT_BEHIND) {
            log.warn(
                    "{}: the lease table {} holds no rows of it yet, and whether it holds some under the stream's other"
                            + " spelling, name or ARN, may not be looked at (kinesis:DescribeStreamSummary on the"
                            + " stream, dynamodb:Query and GetItem on the table). If a program has left some there,"
                            + " this group will not go on from them",
                    ErrorText.lines(stream.stream(), table));
        }
    }

    /** The ARN of a name, unless that may not be asked for; the name in an ARN. */
    private CompletionStage<Optional<String>> otherSpelling(String stream) {
        return isArn(stream)
                ? CompletableFuture.completedStage(Optional.of(stream.substring(stream.lastIndexOf('/') + 1)))
                : lister.arn(StreamId.of(stream));
    }

    private static boolean isArn(String stream) {
        return stream.startsWith(ARN_PREFIX);
    }
}
