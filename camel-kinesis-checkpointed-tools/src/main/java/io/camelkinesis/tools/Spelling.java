// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.tools;

import io.camelkinesis.checkpointed.aws.KinesisShardLister;
import io.camelkinesis.checkpointed.aws.StreamRows;
import io.camelkinesis.checkpointed.aws.StreamRows.Found;
import io.camelkinesis.engine.model.StreamId;
import java.io.PrintWriter;
import java.util.Optional;

/**
 * Under which spelling, name or ARN, the table has the rows of a stream: as the consumers see it. Rows under the ARN of a
 * name are used; rows under the name of an ARN are not, because a name does not say which account and region it means.
 */
final class Spelling {

    private final StreamRows rows;
    private final KinesisShardLister lister;
    private final String table;
    private final PrintWriter err;

    Spelling(StreamRows rows, KinesisShardLister lister, String table, PrintWriter err) {
        this.rows = rows;
        this.lister = lister;
        this.table = table;
        this.err = err;
    }

    StreamId settle(StreamId stream) {
        if (!stream.group().isEmpty() || isUsed(stream.tableKey())) {
            return stream;
        }
        if (StreamOptions.isArn(stream.stream())) {
            String name = StreamOptions.nameOf(stream.stream());
            if (isUsed(name)) {
                throw ToolException.problem("--stream=" + stream.stream() + ": the lease table " + table
                        + " holds rows under StreamID " + name + " and none under this ARN. If they are this stream's,"
                        + " give --stream=" + name);
            }
            return stream;
        }
        Optional<String> arn = Session.answer(lister.arn(stream));
        if (arn.isPresent() && isUsed(arn.get())) {
            err.println(stream + ": its rows stand under its ARN, StreamID " + arn.get());
            return stream.spelled(arn.get());
        }
        return stream;
    }

    private boolean isUsed(String key) {
        Found found = rows.under(key);
        return found == Found.LEFT_BEHIND || found == Found.BEGUN;
    }
}
