// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import io.camelkinesis.engine.model.Position;
import java.time.Duration;

/**
 * How a worker takes part in sharing the shards.
 *
 * @param clientId its id, unique per start
 * @param host where it runs, for people
 * @param startPosition where a group begins that has no stored start yet
 * @param leasePeriod a worker whose heartbeat has not moved for this long is dead
 * @param rebalancePeriod time between full looks at shards and leases
 */
public record LeaseSettings(
        String clientId, String host, Position startPosition, Duration leasePeriod, Duration rebalancePeriod) {

    /** Three heartbeats fit in a leasePeriod. */
    Duration heartbeatPeriod() {
        return leasePeriod.dividedBy(3);
    }

    /** How long after the sending of a heartbeat the worker still acts as owner: less than others wait. */
    long termNanos() {
        return leasePeriod.toNanos() / 10 * 9;
    }
}
