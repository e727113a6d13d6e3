// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.table;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Member;
import java.util.List;

/**
 * What one look at the table found of a stream.
 *
 * @param leases the shard rows, in the order of their keys
 * @param members the member rows, in the order of their keys
 * @param oddities one sentence for each attribute that could not be read as meant: row, attribute, what it is, how it
 *     is treated
 */
public record LeaseTableView(List<Lease> leases, List<Member> members, List<String> oddities) {

    public LeaseTableView {
        leases = List.copyOf(leases);
        members = List.copyOf(members);
        oddities = List.copyOf(oddities);
    }
}
