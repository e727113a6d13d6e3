// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a clean stop takes while every shard has much more in its window than the route can finish. */
class StopTimesProofTest {

    private static final int SHARDS = 16;

    /** What the steps of Camel's shutdown, which looks once a second, and the last writes take at most on a busy machine. */
    private static final Duration OVERHEAD = Duration.ofSeconds(10);

    private final RunningRoutes routes = new RunningRoutes();

    @AfterEach
    void stop() {
        routes.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1s", "30s"})
    void aStopIsBoundByDrainTimeout(String drainTimeout) throws Exception {
        routes.kinesis().createStream("orders", SHARDS);
        IntStream.range(0, 3_200).forEach(i -> routes.kinesis().put("orders", "key" + i, "m" + i));
        AtomicInteger begun = new AtomicInteger();
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                from(routes.uri("orders", "drainTimeout=" + drainTimeout, "consumerThreads=2", "checkpointLimit=200"))
                        .routeId("r1")
                        .process(exchange -> begun.incrementAndGet())
                        .delay(100)
                        .syncDelayed();
            }
        });
        KinesisCheckpointedConsumer consumer =
                (KinesisCheckpointedConsumer) routes.context().getRoute("r1").getConsumer();
        await().until(() -> consumer.getShardsHeld() == SHARDS && consumer.getInFlight() > 1_500);
        routes.context().getShutdownStrategy().setTimeout(60);
        long start = System.nanoTime();
        routes.context().getRouteController().stopRoute("r1");
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertThat(routes.context().getShutdownStrategy().hasTimeoutOccurred()).isFalse();
        assertThat(took)
                .isLessThan(consumer.getEndpoint()
                        .getConfiguration()
                        .getDrainTimeout()
                        .plus(OVERHEAD));
        for (int shard = 0; shard < SHARDS; shard++) {
            assertThat(routes.row("orders", "shardId-%012d".formatted(shard))).doesNotContainKey("ClientID");
        }
        System.out.printf(
                "FIGURE faults.4 stop with drainTimeout %s with %d busy shards: %d ms, %d of 3200 exchanges begun%n",
                drainTimeout, SHARDS, took.toMillis(), begun.get());
    }
}
