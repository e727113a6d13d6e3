// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Shard;
import io.camelkinesis.engine.model.ShardId;

/** One thing to do after a look. */
sealed interface LeaseAction {

    /** Take the lease of a shard, as it was seen. */
    record Claim(Shard shard, Lease seen) implements LeaseAction {}

    /** Give up a shard that another member should read. */
    record HandOver(ShardId shard) implements LeaseAction {}

    /** Look again soon: the shard is ours to read as soon as its owner gives it up. */
    record Await(ShardId shard) implements LeaseAction {}

    /** As {@link Await}, but the owner is no member: another program, perhaps. */
    record AwaitStranger(ShardId shard, String owner) implements LeaseAction {}

    /** Give back a row that says it is ours although we do not read the shard and should not. */
    record ReleaseStray(Lease seen) implements LeaseAction {}

    /** Ask for the row itself: the view says that a shard we read is not ours, but views lag behind. */
    record Verify(ShardId shard) implements LeaseAction {}

    /** Delete a row that nobody needs. */
    record Retire(Lease seen) implements LeaseAction {}
}
