// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.tools;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code show} tells, as it stands in its JSON. */
record Report(String table, List<StreamReport> streams) {

    /**
     * One stream of one group.
     *
     * @param streamId the StreamID of its rows
     * @param start where the group began, null when it has not begun
     * @param notes what is odd, one sentence each
     */
    record StreamReport(
            String stream,
            String group,
            String streamId,
            LeaseDocument.@Nullable Start start,
            List<ShardReport> shards,
            List<MemberReport> members,
            List<String> notes) {}

    /**
     * One shard.
     *
     * @param state one of {@link State}, in lower case
     * @param owner client id, null when nobody holds it
     * @param sequenceNumber checkpoint, null when there is none
     * @param position where reading goes on
     * @param parents the shards it came from
     * @param millisBehindLatest lag, null when it is not known or there is none
     * @param nextRecordArrival when the record arrived that is read next, null when there is none yet
     * @param lagUnknown why the lag is not known, null when it is
     */
    record ShardReport(
            String shard,
            String state,
            @Nullable String owner,
            long epoch,
            @Nullable String sequenceNumber,
            @Nullable Long subSequenceNumber,
            String position,
            List<String> parents,
            @Nullable Long millisBehindLatest,
            @Nullable String nextRecordArrival,
            @Nullable String lagUnknown) {}

    /**
     * One worker.
     *
     * @param only shards that it may be given, null for all
     */
    record MemberReport(
            String clientId,
            String host,
            long beat,
            @Nullable String seenAt,
            int shards,
            @Nullable List<String> only) {}

    /** Where a shard stands, as the table says. */
    enum State {
        /** Consumed to its end. */
        ENDED,
        /** A worker holds it. */
        OWNED,
        /** A parent has not been consumed to its end. */
        WAITING,
        /** It may be read, and nobody holds it. */
        FREE,
        /** It has a row, and Kinesis does not list it any more. */
        GONE
    }
}
