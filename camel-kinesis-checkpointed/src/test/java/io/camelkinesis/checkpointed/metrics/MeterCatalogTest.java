// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.produce.PutOrdering;
import io.camelkinesis.engine.produce.PutSettings;
import io.camelkinesis.engine.produce.Putter;
import io.camelkinesis.engine.produce.WhenFull;
import io.camelkinesis.engine.runtime.TaskScheduler;
import io.micrometer.core.instrument.Meter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is registered is what the catalog says, and the other way round. */
class MeterCatalogTest {

    private static final Map<String, Meters> BY_ID =
            Arrays.stream(Meters.values()).collect(Collectors.toMap(Meters::id, Function.identity()));

    private final MeterFixture fixture = new MeterFixture();

    private static Putter idlePutter(MeterFixture fixture) {
        TaskScheduler here = new TaskScheduler() {
            @Override
            public void execute(Runnable task) {
                task.run();
            }

            @Override
            public Cancellable schedule(Runnable task, Duration delay) {
                return () -> {};
            }
        };
        return new Putter(
                new PutSettings(
                        PutOrdering.KEY,
                        500,
                        1_000_000,
                        Duration.ofMillis(5),
                        1,
                        -1,
                        Duration.ofMillis(100),
                        Duration.ofSeconds(1),
                        null,
                        100,
                        1_000_000,
                        WhenFull.FAIL),
                (stream, records) -> new CompletableFuture<>(),
                fixture,
                here,
                new SplittableRandom(1),
                event -> {});
    }

    private void openAll() {
        assertThat(fixture.openConsumer(MeterFixture.ORDERS)).isNotSameAs(ConsumerMeters.NONE);
        new ShardGauges(fixture.set(), Map.of(MeterFixture.ORDERS, MeterFixture.tags(MeterFixture.ORDERS)), fixture)
                .update(List.of(MeterFixture.idle(MeterFixture.SHARD)));
        Metering.ofProducer(fixture.context, "orders").watch(idlePutter(fixture));
    }

    @Test
    void everyMeterOfTheCatalogIsRegisteredAndNoOther() {
        openAll();
        assertThat(fixture.registered().stream().map(meter -> meter.getId().getName()))
                .containsOnlyElementsOf(BY_ID.keySet())
                .containsAll(BY_ID.keySet());
    }

    @Test
    void eachIsOfTheKindWithTheUnitTheMeaningAndTheTagsThatTheCatalogSays() {
        openAll();
        assertThat(fixture.registered()).allSatisfy(meter -> {
            Meters said = BY_ID.get(meter.getId().getName());
            assertThat(meter.getId().getType()).isEqualTo(type(said.kind()));
            assertThat(meter.getId().getDescription()).isEqualTo(said.meaning());
            if (said.unit() != null) {
                assertThat(meter.getId().getBaseUnit()).isEqualTo(said.unit());
            }
            assertThat(fixture.registeredTagKeys(meter))
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.concat(said.scope().tags().stream(), Stream.ofNullable(said.tag()))
                                    .map(Meters.Tag::key)
                                    .toList());
        });
    }

    private static Meter.Type type(Meters.Kind kind) {
        return switch (kind) {
            case GAUGE, TIME_GAUGE -> Meter.Type.GAUGE;
            case COUNTER -> Meter.Type.COUNTER;
            case TIMER -> Meter.Type.TIMER;
            case SUMMARY -> Meter.Type.DISTRIBUTION_SUMMARY;
        };
    }

    /** The values of a meter's own tag are those that the page lists. */
    @Test
    void ownTagsHaveTheValuesThatTheCatalogSays() {
        openAll();
        for (Meters meter : Meters.values()) {
            if (meter.tag() != null) {
                assertThat(fixture.registry.find(meter.id()).meters().stream()
                                .map(found ->
                                        "`" + found.getId().getTag(meter.tag().key()) + "`"))
                        .as("values of %s of %s", meter.tag().key(), meter.id())
                        .containsExactlyInAnyOrder(meter.tag().meaning().split(", "));
            }
        }
    }

    @Test
    void namesEndInTheirUnit() {
        assertThat(Meters.values()).filteredOn(meter -> meter.unit() != null).allMatch(meter -> meter.id()
                .endsWith("." + meter.unit()));
    }

    @Test
    void whatIsNoTimeHasAUnit() {
        assertThat(Meters.values())
                .allMatch(meter -> (meter.unit() == null)
                        == (meter.kind() == Meters.Kind.TIME_GAUGE || meter.kind() == Meters.Kind.TIMER));
    }
}
