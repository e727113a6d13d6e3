// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** {@link StreamId} and {@link ShardId}: names, and the order in which everything is gone through. */
class IdentityOrderTest {

    private final StreamId orders = StreamId.of("orders");
    private final StreamId billing = new StreamId("orders", "billing");
    private final StreamId payments = StreamId.of("payments");

    @Test
    void aStreamIsStoredUnderItsNameAndGroup() {
        assertThat(orders.tableKey()).isEqualTo("orders");
        assertThat(billing.tableKey()).isEqualTo("orders@billing");
    }

    @Test
    void streamsAreOrderedByTheirKey() {
        assertThat(new TreeSet<>(List.of(payments, billing, orders))).containsExactly(orders, billing, payments);
    }

    @Test
    void shardsAreOrderedByStreamAndThenByName() {
        ShardId a = orders.shard("shardId-000000000009");
        ShardId b = orders.shard("shardId-000000000010");
        ShardId c = billing.shard("shardId-000000000000");
        assertThat(new TreeSet<>(List.of(c, b, a))).containsExactly(a, b, c);
    }

    @Test
    void groupsOfOneStreamAreDifferent() {
        assertThat(orders.shard("shardId-0")).isNotEqualTo(billing.shard("shardId-0"));
        assertThat(orders.compareTo(billing)).isNotZero();
    }

    @Test
    void namesMustNotBeEmpty() {
        assertThatThrownBy(() -> StreamId.of("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> orders.shard("")).isInstanceOf(IllegalArgumentException.class);
    }
}
