// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a hostile world does beside the {@link Chaos}: answers that are wrong or old, services cut off, rows that vanish. */
public enum Trouble {
    /** A listing without shards. */
    EMPTY_LISTING,
    /** Listings in which one shard is missing, for less than a rebalancePeriod. */
    LACKING_LISTING,
    /** A listing that tells what was so when it was asked for, long before it comes. */
    STALE_LISTING,
    /** A listing that is answered late, with what is so by then. */
    LATE_LISTING,
    /** A read of an open shard that brings no place to go on, with its records or without them. */
    NO_NEXT_ITERATOR,
    /** A read of a closed shard that brings neither a place to go on nor child shards, with its records. */
    CUT_OFF_END,
    /** A read of a shard that exists is told that it does not. */
    GONE,
    /** All reads of a worker are refused as expired, for a while. */
    EXPIRED_ALWAYS,
    /** A worker alone does not reach the reads of Kinesis, for a while. */
    READS_CUT_OFF,
    /** A worker alone reaches neither ListShards nor DescribeStreamSummary, for a while. */
    LISTINGS_CUT_OFF,
    /** A worker alone does not reach the lease table, for a while. */
    TABLE_CUT_OFF,
    /** Another program deletes the row of a shard that has been consumed. */
    ENDED_ROW_GONE,
    /** Another program deletes the row of a shard that nobody holds. */
    IDLE_ROW_GONE,
    /** Another program deletes the row of the group. */
    GROUP_ROW_GONE,
    /** Another program deletes the row of a member. */
    MEMBER_ROW_GONE,
    /** A method of a port throws at the start of the call, as an executor does that can start no thread. */
    PORT_THROWS,
    /** A method of a port that answers with a stage answers null. */
    NULL_ANSWER,
    /** The lease table takes not much more than the fleet needs, all the time. */
    TABLE_SCARCE,
    /** The lease table takes less than the fleet needs, for a while. */
    TABLE_STARVED,
    /** A shard that has been consumed passes out of retention. */
    RETENTION_OVER,
    /** Listings of all workers lack an open shard, for longer than a rebalancePeriod; none that show it come in between. */
    OPEN_LEFT_OUT;

    private static final String WANTED = System.getProperty("simulation.troubles", "");

    /**
     * Those that worlds have: all, or what {@code -Dsimulation.troubles} names: {@code none}, or names with commas between them.
     */
    static Set<Trouble> wanted() {
        EnumSet<Trouble> wanted = EnumSet.noneOf(Trouble.class);
        for (Trouble trouble : values()) {
            boolean named =
                    Arrays.asList(WANTED.toUpperCase(Locale.ROOT).split(",")).contains(trouble.name());
            if (named || WANTED.isEmpty()) {
                wanted.add(trouble);
            }
        }
        return wanted;
    }
}
