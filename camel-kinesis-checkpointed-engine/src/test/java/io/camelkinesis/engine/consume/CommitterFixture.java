// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import static io.camelkinesis.engine.Given.SHARD;
import static io.camelkinesis.engine.Given.lease;
import static io.camelkinesis.engine.Given.seq;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.table.FakeLeaseTable.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A committer of one lease that is held under epoch 3, and a table whose answers come from the test. */
abstract class CommitterFixture {

    static final Duration PERIOD = Duration.ofSeconds(5);
    static final Duration HOUR = Duration.ofHours(1);

    final ConsumeRig rig = new ConsumeRig();
    final List<String> heard = new ArrayList<>();
    CheckpointCommitter committer = committer(lease("shardId-0", "me", 3, null));

    CheckpointCommitter committer(Lease held) {
        rig.table.put(held);
        return new CheckpointCommitter("me", held, rig.context(), new CheckpointCommitter.Listener() {
            @Override
            public void lost(String reason) {
                heard.add("lost: " + reason);
            }

            @Override
            public void closed() {
                heard.add("closed");
            }
        });
    }

    void done(long number) {
        rig.run(() -> committer.done(seq(number)));
    }

    /** The route says that it has stored what is done so far. */
    void doneAndStored(long number) {
        rig.run(() -> committer.done(seq(number), seq(number), true));
    }

    /** A transaction of the route moves the row. */
    void routeStores(long number) {
        rig.table.put(row().committedAt(seq(number), "T"));
    }

    void release() {
        rig.run(committer::release);
    }

    Call<?> next(String name) {
        return rig.table.next(name);
    }

    void answer(String name) {
        next(name).answer();
        rig.settle();
    }

    /** The write is done, but nobody hears of it. */
    void loseReply(String name) {
        next(name).perform().lose();
        rig.settle();
    }

    /** The write is not done, and nobody hears that. */
    Call<?> loseRequest(String name) {
        Call<?> call = next(name);
        call.lose();
        rig.settle();
        return call;
    }

    /** The table refuses to try. */
    void throttle(String name) {
        next(name).throttle();
        rig.settle();
    }

    Lease row() {
        return rig.table.row(SHARD);
    }

    /** As the lease keeper does after a fence: claims in place, then says so. */
    Lease reclaimed() {
        Lease claimed = row().claimedBy("me", "T");
        rig.table.put(claimed);
        return claimed;
    }
}
