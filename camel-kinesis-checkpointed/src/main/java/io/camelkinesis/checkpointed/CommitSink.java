// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.checkpointed.aws.DynamoDbLeaseStore;
import io.camelkinesis.checkpointed.aws.RowCheckpoints;
import io.camelkinesis.engine.consume.DeadLetter;
import io.camelkinesis.engine.consume.Delivery;
import io.camelkinesis.engine.consume.Ordering;
import io.camelkinesis.engine.consume.RecordSink;

/** Gives each delivery what its route may commit it with, on its way to the sink that runs the route. */
final class CommitSink implements RecordSink {

    private final RecordSink sink;
    private final RowCheckpoints checkpoints;
    private final boolean manual;

    private CommitSink(RecordSink sink, RowCheckpoints checkpoints, boolean manual) {
        this.sink = sink;
        this.checkpoints = checkpoints;
        this.manual = manual;
    }

    static CommitSink of(
            KinesisCheckpointedConfiguration options, String clientId, DynamoDbLeaseStore table, RecordSink sink) {
        return new CommitSink(sink, table.checkpoints(clientId, obstacle(options)), options.isAllowManualCommit());
    }

    /** Why a route cannot store checkpoints itself with these options, null when it can. */
    private static String obstacle(KinesisCheckpointedConfiguration options) {
        if (options.isAllowManualCommit()) {
            return "with allowManualCommit=true records are delivered while earlier ones are not committed, which the"
                    + " checkpoint would pass; leave it out";
        }
        return options.getOrdering() == Ordering.SHARD
                ? null
                : "records are delivered while earlier ones of the shard are not done, which the checkpoint would pass;"
                        + " set checkpointLimit=1 or ordering=SHARD (ordering is " + options.getOrdering()
                        + ", checkpointLimit is " + options.getCheckpointLimit() + ")";
    }

    @Override
    public void deliver(Delivery delivery) {
        sink.deliver(new CommittedDelivery(
                delivery, checkpoints.behind(delivery), manual ? new ManualCommit(delivery) : null));
    }

    /** What the dead letter endpoint has accepted is committed without a word of the route. */
    @Override
    public void deadLetter(Delivery delivery, DeadLetter why) {
        sink.deadLetter(delivery, why);
    }
}
