// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.consume.ConsumeSettings;
import io.camelkinesis.engine.consume.OnFailure;
import io.camelkinesis.engine.consume.Ordering;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.StreamSelection;
import io.camelkinesis.engine.worker.WorkerSettings;
import java.time.Duration;
import java.util.List;

/**
 * What the workers of a {@link SteadyFleet} have in common.
 *
 * @param route how long an exchange takes
 * @param routeThreads exchanges of a worker at a time
 */
record FleetOptions(
        Duration leasePeriod,
        Duration rebalancePeriod,
        Duration commitPeriod,
        Duration drainTimeout,
        Duration pollInterval,
        Duration maxPollInterval,
        Ordering ordering,
        int checkpointLimit,
        Position start,
        Duration route,
        int routeThreads) {

    /** As the component sets them when nobody says otherwise; exchanges of 20 ms. */
    static FleetOptions defaults() {
        return new FleetOptions(
                Duration.ofSeconds(15),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofMillis(250),
                Duration.ofSeconds(1),
                Ordering.KEY,
                1024,
                Position.TRIM_HORIZON,
                Duration.ofMillis(20),
                8);
    }

    /** Shorter periods, so that much happens in little time. */
    static FleetOptions brisk() {
        return new FleetOptions(
                Duration.ofSeconds(3),
                Duration.ofSeconds(5),
                Duration.ofMillis(500),
                Duration.ofSeconds(2),
                Duration.ofMillis(250),
                Duration.ofMillis(500),
                Ordering.KEY,
                16,
                Position.TRIM_HORIZON,
                Duration.ofMillis(20),
                4);
    }

    FleetOptions from(Position position) {
        return with(pollInterval, maxPollInterval, ordering, checkpointLimit, position);
    }

    /** Reads an empty shard that seldom: for what has nothing to do with reading, and should not take long. */
    FleetOptions pollingEvery(Duration interval) {
        return with(interval, interval, ordering, checkpointLimit, start);
    }

    FleetOptions ordered(Ordering by, int limit) {
        return with(pollInterval, maxPollInterval, by, limit, start);
    }

    private FleetOptions with(Duration poll, Duration maxPoll, Ordering by, int limit, Position position) {
        return new FleetOptions(
                leasePeriod,
                rebalancePeriod,
                commitPeriod,
                drainTimeout,
                poll,
                maxPoll,
                by,
                limit,
                position,
                route,
                routeThreads);
    }

    Duration heartbeat() {
        return leasePeriod.dividedBy(3);
    }

    WorkerSettings settings(String id, List<String> shards) {
        ConsumeSettings consume = new ConsumeSettings(
                checkpointLimit,
                ordering,
                commitPeriod,
                10_000,
                10_000,
                64L << 20,
                pollInterval,
                maxPollInterval,
                Duration.ofSeconds(3),
                3,
                OnFailure.REPLAY,
                Duration.ofSeconds(1),
                Duration.ofMinutes(1));
        return new WorkerSettings(
                id,
                "host-of-" + id,
                List.of(new StreamSelection(World.STREAM_ID, shards)),
                start,
                leasePeriod,
                rebalancePeriod,
                drainTimeout,
                consume);
    }
}
