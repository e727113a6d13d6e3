// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import static io.camelkinesis.engine.Given.STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.lineage.ShardLineage;
import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Member;
import io.camelkinesis.engine.model.Shard;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a plan of very many shards and workers costs on the worker's loop. */
class PlanCostProofTest {

    private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();
    private static final int SHARDS = 10_000;
    private static final int WORKERS = 1_000;
    private static final int PLANS = 40;
    /** Far above what a plan takes: whoever is quadratic takes seconds. */
    private static final Duration BOUND = Duration.ofMillis(500);

    private final FakeHolder holder = new FakeHolder();
    private final List<Shard> shards = IntStream.range(0, SHARDS)
            .mapToObj(i -> new Shard(STREAM.shard("shardId-%012d".formatted(i)), List.of(), false))
            .toList();

    @Test
    void aPlanOfTenThousandShardsAndAThousandWorkersIsQuick() {
        Duration allFree = cheapest(owners(false), null);
        Duration allOwned = cheapest(owners(true), null);
        Duration named = cheapest(owners(true), shards.get(7).id().name());
        System.out.printf(
                Locale.ROOT,
                "FIGURE faults.3 a plan of %,d shards and %,d workers: %.0f ms of CPU of the loop when all shards are free, %.0f ms when all"
                        + " are owned, %.0f ms when a worker names its shard%n",
                SHARDS,
                WORKERS,
                allFree.toNanos() / 1e6,
                allOwned.toNanos() / 1e6,
                named.toNanos() / 1e6);
        assertThat(List.of(allFree, allOwned, named)).allMatch(cost -> cost.compareTo(BOUND) < 0);
    }

    private List<Lease> owners(boolean owned) {
        List<Lease> rows = new ArrayList<>();
        for (int i = 0; owned && i < SHARDS; i++) {
            rows.add(Lease.absent(shards.get(i)).claimedBy(worker(i % WORKERS), "T"));
        }
        return rows;
    }

    private static String worker(int number) {
        return "worker-%04d".formatted(number);
    }

    /** @param only what one of the workers names, null when it names nothing */
    private Duration cheapest(List<Lease> rows, String only) {
        Membership membership = new Membership(worker(0), Duration.ofSeconds(15));
        List<Member> members = IntStream.range(1, WORKERS)
                .mapToObj(
                        i -> new Member(worker(i), 1, null, "host", 10, i == 5 && only != null ? List.of(only) : null))
                .toList();
        membership.observe(members, 0, 0, Instant.EPOCH);
        Duration cheapest = Duration.ofHours(1);
        for (int i = 0; i < PLANS; i++) {
            long begin = THREAD.getCurrentThreadCpuTime();
            LeasePlan.Scene scene = new LeasePlan.Scene(new ShardLineage(shards, rows), membership, membership.alive());
            List<LeaseAction> plan = LeasePlan.decide(worker(0), List.of(scene), holder);
            Duration took = Duration.ofNanos(THREAD.getCurrentThreadCpuTime() - begin);
            assertThat(plan).isNotNull();
            cheapest = took.compareTo(cheapest) < 0 ? took : cheapest;
        }
        return cheapest;
    }
}
