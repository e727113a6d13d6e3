// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.test.lease.InMemoryLeaseTable;
import io.camelkinesis.test.lease.LeaseOperation;
import io.camelkinesis.test.lease.TableCapacity;
import io.camelkinesis.test.time.VirtualTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A fleet at rest whose table takes less than its commits ask for: heartbeats go on, commits come less often. */
class ThrottledTableProofTest {

    private static final int SHARDS = 400;
    private static final int WORKERS = 10;
    private static final Duration OBSERVED = Duration.ofMinutes(15);
    /** For so long the writes are counted that the fleet makes when the table takes all. */
    private static final Duration MEASURED = Duration.ofMinutes(1);
    /** As far apart as commits may come, with jitter. */
    private static final Duration OLDEST =
            FleetOptions.defaults().commitPeriod().multipliedBy(18);

    private final PlainFleet fleet = new PlainFleet(SHARDS, Duration.ofSeconds(1));
    private final VirtualTime time = fleet.time;
    private final InMemoryLeaseTable table = fleet.table;
    private final Map<ShardId, Long> committedNanos = new HashMap<>();
    private long oldestNanos;

    @ParameterizedTest
    @ValueSource(ints = {93, 75})
    void keepsAllLeasesOnATableThatTakesLessThanIsWanted(int percent) {
        table.watch(change -> {
            if (change.operation() == LeaseOperation.COMMIT) {
                committedNanos.put(change.after().shard(), time.nanoTime());
            }
        });
        IntStream.range(0, WORKERS).forEach(this::startWorker);
        time.advance(Duration.ofMinutes(2));
        assertThat(fleet.owned()).isEqualTo(SHARDS);

        fleet.forgetEvents();
        time.advance(MEASURED);
        double wanted = (double) (count("Committed") + count("Heartbeat")) / MEASURED.toSeconds();
        table.limit(TableCapacity.Limit.ofWrites(wanted * percent / 100));
        fleet.forgetEvents();
        for (long second = 0; second < OBSERVED.toSeconds(); second++) {
            time.advance(Duration.ofSeconds(1));
            committedNanos.values().forEach(at -> oldestNanos = Math.max(oldestNanos, time.nanoTime() - at));
        }

        System.out.printf(
                "FIGURE faults.3 %d shards, %d workers, a table that takes %d %% of the writes wanted, %d min: fenced %d,"
                        + " leases lost %d, oldest checkpoint %.1f s; commits written %d, not taken %d, heartbeats not"
                        + " taken %d%n",
                SHARDS,
                WORKERS,
                percent,
                OBSERVED.toMinutes(),
                count("Fenced"),
                count("LeaseLost"),
                oldestNanos / 1e9,
                count("Committed"),
                count("CommitDelayed"),
                count("HeartbeatMissed"));
        assertThat(count("Fenced")).isZero();
        assertThat(count("LeaseLost")).isZero();
        assertThat(count("MemberGone")).isZero();
        assertThat(count("Bug")).isZero();
        assertThat(fleet.owned()).isEqualTo(SHARDS);
        assertThat(Duration.ofNanos(oldestNanos)).isLessThan(OLDEST);
    }

    private long count(String event) {
        return fleet.count(event);
    }

    private void startWorker(int number) {
        fleet.start("w" + number, FleetOptions.defaults());
        time.advance(Duration.ofMillis(700));
    }
}
