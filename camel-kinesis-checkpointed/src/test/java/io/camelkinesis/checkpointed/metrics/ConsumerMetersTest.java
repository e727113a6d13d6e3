// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.metrics;

import static io.camelkinesis.checkpointed.metrics.MeterFixture.ORDERS;
import static io.camelkinesis.checkpointed.metrics.MeterFixture.SHARD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.runtime.GiveUpReason;
import io.camelkinesis.engine.runtime.WorkerEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.cumulative.CumulativeCounter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What each event of a worker does to the meters of its stream. */
class ConsumerMetersTest {

    private static final SequenceNumber SEQUENCE = SequenceNumber.of("77");
    private static final Throwable CAUSE = new IllegalStateException("no");
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final MeterFixture fixture = new MeterFixture();

    static Stream<Arguments> events() {
        return Stream.of(
                moves(
                        new WorkerEvent.Fetched(SHARD, 7, 900, 5),
                        "fetches",
                        1,
                        "fetched.records",
                        7,
                        "fetched.bytes",
                        900),
                moves(new WorkerEvent.Fetched(SHARD, 0, 0, 0), "fetches", 1),
                moves(new WorkerEvent.Unpacked(SHARD, 2, 30, 1, 1), "unpacked.records", 30),
                moves(new WorkerEvent.FetchDelayed(SHARD, true, 1, false, CAUSE, SECOND), "fetch.throttles", 1),
                moves(new WorkerEvent.FetchDelayed(SHARD, false, 1, false, CAUSE, SECOND), "fetch.failures", 1),
                moves(new WorkerEvent.Replay(SHARD, SEQUENCE, 3, SECOND, CAUSE), "replays", 1),
                moves(new WorkerEvent.BatchBisected(SHARD, SEQUENCE, 10, CAUSE), "bisections", 1),
                moves(
                        new WorkerEvent.Skipped(SHARD, SEQUENCE, 4, GiveUpReason.TOO_OLD, CAUSE),
                        "skipped.records too_old",
                        4),
                moves(
                        new WorkerEvent.Skipped(SHARD, SEQUENCE, 1, GiveUpReason.FAILED, CAUSE),
                        "skipped.records failed",
                        1),
                moves(
                        new WorkerEvent.DeadLettered(SHARD, SEQUENCE, 2, GiveUpReason.TOO_MANY_REPLAYS, 4, CAUSE),
                        "dead.lettered.records too_many_replays",
                        2),
                moves(new WorkerEvent.DeadLetterDelayed(SHARD, SEQUENCE, 1, SECOND, CAUSE), "dead.letter.refusals", 1),
                moves(new WorkerEvent.ShardStopped(SHARD, SEQUENCE, CAUSE), "stopped.shards", 1),
                moves(new WorkerEvent.Committed(SHARD, SEQUENCE, SECOND), "commit", 1000),
                moves(new WorkerEvent.CommitDelayed(SHARD, SEQUENCE, CAUSE), "commit.failures", 1),
                moves(new WorkerEvent.LeaseClaimed(SHARD, 1, null, Position.TRIM_HORIZON), "lease.claims free", 1),
                moves(
                        new WorkerEvent.LeaseClaimed(SHARD, 2, "you", Position.TRIM_HORIZON),
                        "lease.claims taken_over",
                        1),
                moves(new WorkerEvent.LeaseRenewed(SHARD, 2), "lease.claims renewed", 1),
                moves(new WorkerEvent.LeaseReleased(SHARD, 2, 1, 0, 0), "lease.releases true", 1),
                moves(new WorkerEvent.LeaseReleased(SHARD, 2, 1, 1, 1), "lease.releases false", 1),
                moves(new WorkerEvent.LeaseLost(SHARD, 2, "taken"), "lease.losses", 1),
                moves(new WorkerEvent.ShardEnded(SHARD, 2), "ended.shards", 1),
                moves(new WorkerEvent.HeartbeatMissed(ORDERS, CAUSE), "missed.heartbeats", 1),
                moves(new WorkerEvent.Fenced(ORDERS), "fences", 1),
                moves(new WorkerEvent.LookFailed(ORDERS, true, CAUSE), "look.failures", 1),
                moves(new WorkerEvent.Joined(ORDERS, "me"), "members", 1),
                moves(new WorkerEvent.MemberRemoved(ORDERS, "you")),
                moves(new WorkerEvent.RowOddity(ORDERS, "odd")),
                moves(new WorkerEvent.LeaseRetired(SHARD)),
                moves(new WorkerEvent.EndRestored(SHARD, 1)),
                moves(new WorkerEvent.Bug(CAUSE)));
    }

    private static Arguments moves(WorkerEvent event, Object... expected) {
        Map<String, Double> values = new TreeMap<>();
        for (int i = 0; i < expected.length; i += 2) {
            values.put((String) expected[i], ((Number) expected[i + 1]).doubleValue());
        }
        return Arguments.of(event, values);
    }

    @ParameterizedTest
    @MethodSource("events")
    void anEventMovesItsMetersAndNoOther(WorkerEvent event, Map<String, Double> expected) {
        StreamId other = new StreamId("others", "billing");
        ConsumerMeters meters = fixture.openConsumer(ORDERS, other);
        meters.on(event);
        assertThat(moved(ORDERS)).isEqualTo(expected);
        assertThat(moved(other)).isEmpty();
    }

    /** Meters of the stream that do not show 0, by name without prefix, and value of the own tag. */
    private Map<String, Double> moved(StreamId stream) {
        Map<String, Double> moved = new TreeMap<>();
        for (Meter meter : fixture.registered()) {
            Meters catalog = Arrays.stream(Meters.values())
                    .filter(said -> said.id().equals(meter.getId().getName()))
                    .findFirst()
                    .orElseThrow();
            String own = catalog.tag() == null
                    ? ""
                    : " " + meter.getId().getTag(catalog.tag().key());
            String[] tags = meter.getId().getTags().stream()
                    .flatMap(tag -> Stream.of(tag.getKey(), tag.getValue()))
                    .toArray(String[]::new);
            double value = fixture.value(catalog, tags);
            if (stream.stream().equals(meter.getId().getTag("stream")) && value != 0 && !Double.isNaN(value)) {
                moved.put(catalog.id().substring(Meters.PREFIX.length()) + own, value);
            }
        }
        return moved;
    }

    @Test
    void membersComeAndGo() {
        ConsumerMeters meters = fixture.openConsumer(ORDERS);
        assertThat(fixture.value(Meters.MEMBERS)).isZero();
        meters.on(new WorkerEvent.Joined(ORDERS, "me"));
        meters.on(new WorkerEvent.MemberAppeared(ORDERS, "you"));
        meters.on(new WorkerEvent.MemberAppeared(ORDERS, "they"));
        assertThat(fixture.value(Meters.MEMBERS)).isEqualTo(3);
        meters.on(new WorkerEvent.MemberGone(ORDERS, "you", false));
        meters.on(new WorkerEvent.MemberGone(ORDERS, "unknown", false));
        assertThat(fixture.value(Meters.MEMBERS)).isEqualTo(2);
    }

    @Test
    void theAgeOfTheHeartbeatCountsFromItsSendingAndGrowsByItself() {
        ConsumerMeters meters = fixture.openConsumer(ORDERS);
        assertThat(fixture.value(Meters.HEARTBEAT_AGE)).isNaN();
        meters.on(new WorkerEvent.Heartbeat(ORDERS, Duration.ofMillis(300)));
        assertThat(fixture.value(Meters.HEARTBEAT_AGE)).isEqualTo(300);
        fixture.pass(SECOND);
        meters.on(new WorkerEvent.HeartbeatMissed(ORDERS, CAUSE));
        assertThat(fixture.value(Meters.HEARTBEAT_AGE)).isEqualTo(1300);
        meters.on(new WorkerEvent.Heartbeat(ORDERS, Duration.ZERO));
        assertThat(fixture.value(Meters.HEARTBEAT_AGE)).isZero();
    }

    @Test
    void aCommitIsCountedAndTimed() {
        ConsumerMeters meters = fixture.openConsumer(ORDERS);
        meters.on(new WorkerEvent.Committed(SHARD, SEQUENCE, Duration.ofMillis(4)));
        meters.on(new WorkerEvent.Committed(SHARD, SEQUENCE, Duration.ofMillis(6)));
        assertThat(fixture.registry.get(Meters.COMMIT.id()).timer().count()).isEqualTo(2);
        assertThat(fixture.value(Meters.COMMIT)).isEqualTo(10);
    }

    @Test
    void withoutAGroupOrARouteTheTagSaysNone() {
        Metering.ofConsumer(fixture.context, null, this, List.of(StreamId.of("orders")), fixture);
        assertThat(fixture.registered()).isNotEmpty().allSatisfy(meter -> {
            assertThat(meter.getId().getTag("routeId")).isEqualTo("none");
            assertThat(meter.getId().getTag("group")).isEqualTo("none");
        });
    }

    @Test
    void nothingIsLeftBehind() {
        ConsumerMeters meters = fixture.openConsumer(ORDERS, StreamId.of("others"));
        assertThat(fixture.registered()).isNotEmpty();
        meters.close();
        assertThat(fixture.registered()).isEmpty();
    }

    @Test
    void aRegistryThatTakesNoMetersMeansNone() {
        MeterFixture refusing = new MeterFixture(new SimpleMeterRegistry() {
            @Override
            protected Counter newCounter(Meter.Id id) {
                if (id.getName().equals(Meters.REPLAYS.id())) {
                    throw new IllegalArgumentException("no more meters");
                }
                return super.newCounter(id);
            }
        });
        assertThat(refusing.openConsumer(ORDERS)).isSameAs(ConsumerMeters.NONE);
        assertThat(refusing.registered()).as("what had been registered before").isEmpty();
    }

    @Test
    void aMeterThatFailsDoesNotStopTheWorker() {
        MeterFixture failing = new MeterFixture(new SimpleMeterRegistry() {
            @Override
            protected Counter newCounter(Meter.Id id) {
                return new CumulativeCounter(id) {
                    @Override
                    public void increment(double amount) {
                        throw new IllegalStateException("broken");
                    }
                };
            }
        });
        ConsumerMeters meters = failing.openConsumer(ORDERS);
        assertThatCode(() -> {
                    meters.on(new WorkerEvent.Fetched(SHARD, 7, 900, 5));
                    meters.on(new WorkerEvent.Fetched(SHARD, 7, 900, 5));
                    meters.on(new WorkerEvent.Committed(SHARD, SEQUENCE, SECOND));
                })
                .doesNotThrowAnyException();
        assertThat(failing.value(Meters.COMMIT)).as("the others go on").isEqualTo(1000);
    }
}
