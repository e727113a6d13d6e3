// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.worker;

import io.camelkinesis.engine.consume.ConsumeSettings;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.StreamSelection;
import java.time.Duration;
import java.util.List;

/**
 * What one worker is to do.
 *
 * @param clientId its id in the lease table, unique per start
 * @param host where it runs, for people who read the table
 * @param streams what to read; at least one
 * @param startPosition where a group begins that has no stored start yet
 * @param leasePeriod a worker whose heartbeat has not moved for this long is dead
 * @param rebalancePeriod time between full looks at shards and leases
 * @param drainTimeout longest wait for deliveries in flight at hand-over and stop
 * @param consume how shards are read and delivered
 */
public record WorkerSettings(
        String clientId,
        String host,
        List<StreamSelection> streams,
        Position startPosition,
        Duration leasePeriod,
        Duration rebalancePeriod,
        Duration drainTimeout,
        ConsumeSettings consume) {

    public WorkerSettings {
        streams = List.copyOf(streams);
        if (streams.isEmpty()) {
            throw new IllegalArgumentException("A worker needs a stream to read");
        }
    }
}
