// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.metrics;

import static io.camelkinesis.checkpointed.metrics.MeterFixture.ORDERS;
import static io.camelkinesis.checkpointed.metrics.MeterFixture.SHARD;
import static io.camelkinesis.checkpointed.metrics.MeterFixture.START;
import static io.camelkinesis.checkpointed.metrics.MeterFixture.idle;
import static io.camelkinesis.checkpointed.metrics.MeterFixture.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.model.ShardId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The gauges of shards, from what a worker tells. */
class ShardGaugesTest {

    private static final int RESHARDS = 1000;

    private final MeterFixture fixture = new MeterFixture();
    private final ShardGauges gauges =
            new ShardGauges(fixture.set(), Map.of(ORDERS, MeterFixture.tags(ORDERS)), fixture);

    @Test
    void theyShowWhatTheWorkerToldLast() {
        gauges.update(List.of(status(SHARD, 3, 5, 7, 1200, null, null, null)));
        assertThat(fixture.value(Meters.WAITING)).isEqualTo(3);
        assertThat(fixture.value(Meters.IN_FLIGHT)).isEqualTo(5);
        assertThat(fixture.value(Meters.UNCOMMITTED)).isEqualTo(7);
        assertThat(fixture.value(Meters.BEHIND_LATEST)).isEqualTo(1200);
        gauges.update(List.of(status(SHARD, 0, 0, 0, 0, null, null, null)));
        assertThat(fixture.value(Meters.WAITING)).isZero();
        assertThat(fixture.value(Meters.BEHIND_LATEST)).isZero();
    }

    @Test
    void beforeTheFirstReadThereIsNoLag() {
        gauges.update(List.of(idle(SHARD)));
        assertThat(fixture.value(Meters.BEHIND_LATEST)).isNaN();
        assertThat(fixture.value(Meters.OLDEST_UNCOMMITTED)).isZero();
        assertThat(fixture.value(Meters.UNMOVED)).isZero();
    }

    @Test
    void agesGrowAlsoWhenTheWorkerDoesNotAnswer() {
        gauges.update(List.of(status(SHARD, 0, 1, 1, 0, START.minusSeconds(40), Duration.ofSeconds(30), null)));
        assertThat(fixture.value(Meters.OLDEST_UNCOMMITTED)).isEqualTo(40_000);
        assertThat(fixture.value(Meters.UNMOVED)).isEqualTo(30_000);
        fixture.pass(Duration.ofMinutes(1));
        assertThat(fixture.value(Meters.OLDEST_UNCOMMITTED)).isEqualTo(100_000);
        assertThat(fixture.value(Meters.UNMOVED)).isEqualTo(90_000);
    }

    @Test
    void whatIsDoneAndNotStoredIsUncommittedToo() {
        gauges.update(List.of(status(SHARD, 0, 0, 0, 0, null, null, Duration.ofSeconds(8))));
        fixture.pass(Duration.ofSeconds(1));
        assertThat(fixture.value(Meters.OLDEST_UNCOMMITTED)).isEqualTo(9_000);
        assertThat(fixture.value(Meters.UNMOVED)).isZero();
    }

    @Test
    void aClockThatIsBehindThatOfKinesisMakesNoNegativeAge() {
        gauges.update(List.of(status(SHARD, 0, 1, 1, 0, START.plusSeconds(5), Duration.ZERO, null)));
        assertThat(fixture.value(Meters.OLDEST_UNCOMMITTED)).isZero();
    }

    @Test
    void eachShardHasItsOwnAndTheyGoWithIt() {
        ShardId other = ORDERS.shard("shardId-000000000001");
        gauges.update(
                List.of(status(SHARD, 3, 0, 0, 0, null, null, null), status(other, 4, 0, 0, 0, null, null, null)));
        assertThat(fixture.value(Meters.WAITING, "shard", SHARD.name())).isEqualTo(3);
        assertThat(fixture.value(Meters.WAITING, "shard", other.name())).isEqualTo(4);
        gauges.update(List.of(idle(other)));
        assertThat(fixture.registered()).isNotEmpty().allMatch(meter -> other.name()
                .equals(meter.getId().getTag("shard")));
    }

    @Test
    void aThousandReshardsLeaveNothingBehind() {
        int one = 0;
        for (int i = 0; i < RESHARDS; i++) {
            gauges.update(
                    List.of(idle(ORDERS.shard("shardId-" + 2 * i)), idle(ORDERS.shard("shardId-" + (2 * i + 1)))));
            one = i == 0 ? fixture.registered().size() : one;
            assertThat(fixture.registered()).hasSize(one);
        }
        gauges.update(List.of());
        assertThat(one).isPositive();
        assertThat(fixture.registered()).isEmpty();
    }
}
