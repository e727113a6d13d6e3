// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.table;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Member;
import java.time.Duration;
import java.util.List;

/**
 * What one look at the table found of a stream.
 *
 * @param leases the shard rows, in the order of their keys
 * @param members the member rows, in the order of their keys
 * @param oddities one sentence for each attribute that could not be read as meant: row, attribute, what it is, how it
 *     is treated
 * @param age how long before the call the oldest of this was read: pages that an earlier call has read count, until they
 *     are {@link #MOST_AGE}. What was asked for since, this need not show
 */
public record LeaseTableView(List<Lease> leases, List<Member> members, List<String> oddities, Duration age) {

    /** Rows that were read longer ago are read again. */
    public static final Duration MOST_AGE = Duration.ofMinutes(2);

    public LeaseTableView {
        leases = List.copyOf(leases);
        members = List.copyOf(members);
        oddities = List.copyOf(oddities);
    }

    /** All of it was read by the call. */
    public LeaseTableView(List<Lease> leases, List<Member> members, List<String> oddities) {
        this(leases, members, oddities, Duration.ZERO);
    }
}
