// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import java.util.Locale;

/** Why a consumer or a producer is not ready, and what to do about it. The reference in the documentation lists them all. */
enum StallReason {
    SILENT_WORKER("take a thread dump and report it; only a restart helps"),
    FAILING_RECORD("mend what it fails with, or choose another onFailure"),
    DEAD_LETTER_REFUSED("mend the endpoint of deadLetterUri; the record is offered to it again and again"),
    BLOCKED_ROUTE("see in a thread dump what the route waits for"),
    UNCOMMITTED_BY_HAND("call commit() or fail the exchange on every path of the route, see allowManualCommit"),
    FAILING_READS("check the network, the credentials and the endpoint; reading is tried again and again"),
    DENIED_READS("allow the actions that retrieval needs, or renew the credentials; reading is tried again and again"),
    THROTTLED_READS("let fewer applications read the shard, use retrieval=FAN_OUT, or split the shard"),
    UNANSWERED_READ("check the network and the timeouts of the given client"),
    LEFT_TO_OTHERS(
            "check the network, the credentials and the endpoint of this worker; it takes shards again by itself"),
    UNREAD_SHARD("see in the log of the workers what claims and reads of it run into; if none is told, report it"),
    PARENTS_IN_A_CYCLE("compare the listing of shards with the service's own; a proxy or an emulator answers wrongly"),
    STREAM_GONE("create the stream again or stop the route"),
    STREAM_RECREATED("stop the workers and reset the group to the horizon with the tools, or use another group"),
    CONSUMED_BUT_OPEN(
            "stop the workers and reset the shard with the tools, behind its SequenceNumber or to the horizon"),
    UNSTORED_CHECKPOINT("check the lease table and the right to write to it; storing is tried again and again"),
    LEASE_TABLE_SILENT("check the lease table, the network and the credentials; nothing is delivered meanwhile"),
    UNFINISHED_HAND_OVER("check the lease table, the network and the timeouts of the given client"),
    FAILING_LOOK("check the right to list shards and to query the lease table; it is tried again and again"),
    UNANSWERED_LOOK("check the network and the timeouts of the given clients"),
    DELETED_ROW("let nothing but a worker delete rows of the lease table; the shard is read again, with repeats"),
    STOPPED_SHARD("mend what the record fails with, then restart the route"),
    UNDELIVERED_PUT("check the stream, the network and the credentials; putting is tried again within its limits");

    private final String advice;

    StallReason(String advice) {
        this.advice = advice;
    }

    /** The name in details and documentation, for example {@code failing-record}. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What to do. */
    String advice() {
        return advice;
    }
}
