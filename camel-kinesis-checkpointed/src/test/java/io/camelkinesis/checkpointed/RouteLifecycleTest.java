// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.test.kinesis.FaultPlan;
import io.camelkinesis.test.kinesis.Operation;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

/** Start, stop, suspend and shutdown of routes, from Kinesis to the lease table. */
class RouteLifecycleTest extends OrdersRoutes {

    private void start(Processor step, String... options) throws Exception {
        start("r1", routes.uri("orders", options), step);
    }

    private void start(String id, String uri, Processor step) throws Exception {
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).routeId(id).process(step);
            }
        });
    }

    private static List<String> texts(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "m" + i).toList();
    }

    @Test
    void everyRecordIsRoutedOnceInOrderAndCommitted() throws Exception {
        routes.put("orders", 500);
        start(this::see);
        routes.awaitCommitted("orders", 500);
        assertThat(seen).containsExactlyElementsOf(texts(0, 500));
    }

    @Test
    void aRouteThatIsStoppedAndStartedGoesOnWhereItWas() throws Exception {
        routes.put("orders", 10);
        start(this::see);
        routes.awaitCommitted("orders", 10);

        routes.context().getRouteController().stopRoute("r1");
        assertThat(routes.row("orders", RunningRoutes.SHARD)).doesNotContainKey("ClientID");
        IntStream.range(10, 20).forEach(i -> routes.kinesis().put("orders", "key", "m" + i));
        await().until(() -> threadsOf("kinesis-cp-").isEmpty());
        routes.context().getRouteController().startRoute("r1");

        routes.awaitCommitted("orders", 20);
        assertThat(seen).containsExactlyElementsOf(texts(0, 20));
    }

    @Test
    void aStopCommitsWhatIsDoneWithoutWaitingForCommitPeriod() throws Exception {
        routes.put("orders", 10);
        start(this::see, "commitPeriod=1h");
        await().until(() -> seen.size() == 10);
        routes.context().getRouteController().stopRoute("r1");
        assertThat(routes.committed("orders")).isEqualTo(10);
    }

    @Test
    void aNewContextGoesOnWhereTheOldOneStopped() throws Exception {
        routes.put("orders", 10);
        start(this::see);
        await().until(() -> seen.size() == 10);
        routes.context().stop();
        IntStream.range(10, 15).forEach(i -> routes.kinesis().put("orders", "key", "m" + i));
        routes.newContext();
        start(this::see);
        routes.awaitCommitted("orders", 15);
        assertThat(seen).containsExactlyElementsOf(texts(0, 15));
    }

    @Test
    void suspendedARouteKeepsItsLeaseAndRoutesNothing() throws Exception {
        routes.put("orders", 5);
        start(this::see);
        routes.awaitCommitted("orders", 5);
        String owner = routes.row("orders", RunningRoutes.SHARD).get("ClientID").s();

        routes.context().getRouteController().suspendRoute("r1");
        assertThat(routes.context().getRouteController().getRouteStatus("r1")).isEqualTo(ServiceStatus.Suspended);
        IntStream.range(5, 8).forEach(i -> routes.kinesis().put("orders", "key", "m" + i));
        long beat = beatOf(owner);
        long reads = routes.kinesis().calls(Operation.GET_RECORDS);
        await().until(() -> beatOf(owner) >= beat + 2);
        assertThat(routes.kinesis().calls(Operation.GET_RECORDS)).isLessThanOrEqualTo(reads + 1);
        assertThat(seen).hasSize(5);
        assertThat(routes.row("orders", RunningRoutes.SHARD).get("ClientID").s())
                .isEqualTo(owner);

        routes.context().getRouteController().resumeRoute("r1");
        routes.awaitCommitted("orders", 8);
        assertThat(seen).containsExactlyElementsOf(texts(0, 8));
        assertThat(routes.row("orders", RunningRoutes.SHARD).get("LeaseEpoch").n())
                .isEqualTo("1");
    }

    private long beatOf(String owner) {
        return Long.parseLong(
                routes.row("orders", "member/" + owner).get("Beat").n());
    }

    @Test
    void aShutdownWaitsForExchangesInFlightAndCommitsThem() throws Exception {
        routes.put("orders", 1);
        CountDownLatch entered = new CountDownLatch(1);
        Semaphore finish = new Semaphore(0);
        start(exchange -> {
            entered.countDown();
            finish.acquire();
        });
        entered.await();
        assertThat(consumer("r1").getPendingExchangesSize()).isEqualTo(1);
        Thread stopper = new Thread(() -> routes.context().stop(), "stopper");
        stopper.start();
        await().until(() -> consumer("r1").isSuspended());
        assertThat(stopper.isAlive()).isTrue();
        finish.release();
        stopper.join(TimeUnit.SECONDS.toMillis(10));
        assertThat(stopper.isAlive()).isFalse();
        assertThat(routes.committed("orders")).isEqualTo(1);
        assertThat(routes.row("orders", RunningRoutes.SHARD)).doesNotContainKey("ClientID");
    }

    @Test
    void aShardWhoseExchangeOutlastsTheDrainIsGivenBackThen() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        start(
                exchange -> {
                    if (gate.getCount() > 0) {
                        gate.await();
                    }
                    see(exchange);
                },
                "drainTimeout=1s");
        routes.put("orders", 1);
        await().until(() -> routes.context().getInflightRepository().size("r1") == 1);
        routes.context().getShutdownStrategy().setTimeout(60);
        CompletableFuture<Void> stop = CompletableFuture.runAsync(() -> stopRoute("r1"));
        await().until(() -> !routes.row("orders", RunningRoutes.SHARD).containsKey("ClientID"));
        assertThat(stop).as("Camel waits for the exchange").isNotDone();
        gate.countDown();
        stop.get();
        assertThat(routes.committed("orders"))
                .as("its completion came too late")
                .isZero();
        routes.context().getRouteController().startRoute("r1");
        routes.awaitCommitted("orders", 1);
        assertThat(seen).containsExactly("m0", "m0");
    }

    @Test
    void aSuspensionWaitsLongerThanTheDrainAndKeepsItsLease() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        start(
                exchange -> {
                    gate.await();
                    see(exchange);
                },
                "drainTimeout=200");
        routes.put("orders", 1);
        await().until(() -> routes.context().getInflightRepository().size("r1") == 1);
        CompletableFuture<Void> suspension = CompletableFuture.runAsync(() -> suspendRoute("r1"));
        await().during(Duration.ofSeconds(1))
                .until(() -> routes.row("orders", RunningRoutes.SHARD).containsKey("ClientID"));
        gate.countDown();
        suspension.get();
        routes.awaitCommitted("orders", 1);
        assertThat(routes.row("orders", RunningRoutes.SHARD)).containsKey("ClientID");
    }

    private void stopRoute(String id) {
        try {
            routes.context().getRouteController().stopRoute(id);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void suspendRoute(String id) {
        try {
            routes.context().getRouteController().suspendRoute(id);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aRecordThatFailedBeforeAStopIsTriedWithinTheDrainAndNothingIsRepeated() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        start(
                exchange -> {
                    if ("m0".equals(exchange.getMessage().getBody(String.class)) && tries.incrementAndGet() == 1) {
                        throw new IllegalStateException("once");
                    }
                    see(exchange);
                },
                "ordering=KEY",
                "replayDelay=3s",
                "maxReplayDelay=3s",
                "drainTimeout=20s");
        for (int i = 0; i < 100; i++) {
            routes.kinesis().put("orders", "key" + i, "m" + i);
        }
        await().until(() -> seen.size() == 99);
        routes.context().getRouteController().stopRoute("r1");
        assertThat(tries).hasValue(2);
        assertThat(routes.committed("orders")).isEqualTo(100);
    }

    @Test
    void aReplayInAShutdownFindsTheRoutesThatItNeeds() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        routes.put("orders", 1);
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                from(routes.uri("orders", "replayDelay=3s", "maxReplayDelay=3s", "drainTimeout=9s"))
                        .to("direct:next");
                from("direct:next").process(exchange -> {
                    if (tries.incrementAndGet() == 1) {
                        throw new IllegalStateException("once");
                    }
                });
            }
        });
        await().until(() -> tries.get() == 1);
        routes.context().stop();
        assertThat(tries).hasValue(2);
        assertThat(routes.committed("orders")).isEqualTo(1);
    }

    @Test
    void anExchangeHandedToSedaHoldsUpTheShutdownToo() throws Exception {
        routes.put("orders", 1);
        CountDownLatch entered = new CountDownLatch(1);
        Semaphore finish = new Semaphore(0);
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                from(routes.uri("orders")).routeId("r1").to("seda:next");
                from("seda:next").process(exchange -> {
                    entered.countDown();
                    finish.acquire();
                });
            }
        });
        entered.await();
        assertThat(consumer("r1").getPendingExchangesSize()).isEqualTo(1);
        finish.release();
        routes.context().stop();
        assertThat(routes.committed("orders")).isEqualTo(1);
    }

    @Test
    void aForcedShutdownIsNoVerdictOnARecordThatWasCutShort() throws Exception {
        routes.put("orders", 3);
        CountDownLatch entered = new CountDownLatch(1);
        start(
                exchange -> {
                    entered.countDown();
                    new CountDownLatch(1).await();
                },
                "onFailure=SKIP",
                "ordering=SHARD");
        entered.await();
        routes.context().getShutdownStrategy().setTimeout(1);
        routes.context().stop();
        assertThat(routes.committed("orders")).isZero();
        assertThat(routes.row("orders", RunningRoutes.SHARD)).doesNotContainKey("ClientID");
        await().until(() -> threadsOf("kinesis-cp-").isEmpty());

        routes.newContext();
        start(this::see);
        routes.awaitCommitted("orders", 3);
        assertThat(seen).containsExactly("m0", "m1", "m2");
    }

    @Test
    void aFailingRecordIsReplayedAndTheCheckpointStaysBelowItOverARestart() throws Exception {
        routes.put("orders", 20);
        AtomicBoolean broken = new AtomicBoolean(true);
        Processor step = exchange -> {
            see(exchange);
            if (broken.get() && "m3".equals(exchange.getMessage().getBody(String.class))) {
                throw new IllegalStateException("boom");
            }
        };
        start(step, "ordering=NONE");
        await().until(() -> seen.stream().filter("m3"::equals).count() >= 3 && seen.contains("m19"));
        routes.awaitCommitted("orders", 3);
        routes.context().stop();
        assertThat(routes.committed("orders")).isEqualTo(3);

        seen.clear();
        broken.set(false);
        routes.newContext();
        start(step, "ordering=SHARD");
        routes.awaitCommitted("orders", 20);
        assertThat(seen).containsExactlyElementsOf(texts(3, 20));
    }

    @Test
    void theReplayCountIsAHeader() throws Exception {
        routes.put("orders", 1);
        ConcurrentLinkedQueue<Integer> counts = new ConcurrentLinkedQueue<>();
        start(exchange -> {
            counts.add(exchange.getMessage().getHeader(KinesisCheckpointedConstants.REPLAY_COUNT, Integer.class));
            if (counts.size() < 3) {
                throw new IllegalStateException("boom");
            }
        });
        routes.awaitCommitted("orders", 1);
        assertThat(counts).containsExactly(0, 1, 2);
    }

    @Test
    void skipCommitsAFailedRecordAndGoesOn() throws Exception {
        routes.put("orders", 5);
        start(
                exchange -> {
                    see(exchange);
                    if ("m2".equals(exchange.getMessage().getBody(String.class))) {
                        throw new IllegalStateException("boom");
                    }
                },
                "onFailure=SKIP");
        routes.awaitCommitted("orders", 5);
        assertThat(seen).containsExactlyElementsOf(texts(0, 5));
    }

    @Test
    void stopGivesTheShardBackAndDoesNotTakeItAgain() throws Exception {
        routes.put("orders", 5);
        start(
                exchange -> {
                    see(exchange);
                    if ("m2".equals(exchange.getMessage().getBody(String.class))) {
                        throw new IllegalStateException("boom");
                    }
                },
                "onFailure=STOP",
                "ordering=SHARD");
        await().until(() -> seen.contains("m2")
                && !routes.row("orders", RunningRoutes.SHARD).containsKey("ClientID"));
        assertThat(routes.committed("orders")).isEqualTo(2);
        assertThat(consumer("r1").getShardsHeld()).isZero();
        assertThat(seen).containsExactly("m0", "m1", "m2");
    }

    @Test
    void twoEndpointsOfOneContextAreWorkersOfTheirOwn() throws Exception {
        routes.kinesis().createStream("payments", 2);
        routes.put("orders", 10);
        IntStream.range(0, 10).forEach(i -> routes.kinesis().put("payments", "p" + i, "p" + i));
        AtomicInteger payments = new AtomicInteger();
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                from(routes.uri("orders")).routeId("r1").process(RouteLifecycleTest.this::see);
                from(routes.uri("payments")).routeId("r2").process(exchange -> payments.incrementAndGet());
            }
        });
        routes.awaitCommitted("orders", 10);
        await().until(() -> payments.get() == 10);
        routes.context().getRouteController().stopRoute("r1");
        IntStream.range(10, 20).forEach(i -> routes.kinesis().put("payments", "p" + i, "p" + i));
        await().until(() -> payments.get() == 20);
        assertThat(seen).hasSize(10);
    }

    @Test
    void twoGroupsReadTheWholeStreamEach() throws Exception {
        routes.put("orders", 10);
        ConcurrentLinkedQueue<String> other = new ConcurrentLinkedQueue<>();
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                from(routes.uri("orders", "group=a")).process(RouteLifecycleTest.this::see);
                from(routes.uri("orders", "group=b"))
                        .process(exchange -> other.add(exchange.getMessage().getBody(String.class)));
            }
        });
        await().until(() -> seen.size() == 10 && other.size() == 10);
        await().until(() -> routes.row("orders@a", RunningRoutes.SHARD).containsKey("SequenceNumber")
                && routes.row("orders@b", RunningRoutes.SHARD).containsKey("SequenceNumber"));
    }

    @Test
    void explicitShardsAloneAreRead() throws Exception {
        routes.kinesis().createStream("wide", 4);
        Set<String> shards = ConcurrentHashMap.newKeySet();
        start(
                "r1",
                routes.uri("wide:1,wide:shardId-000000000003"),
                exchange -> shards.add(
                        exchange.getMessage().getHeader(KinesisCheckpointedConstants.SHARD_ID, String.class)));
        IntStream.range(0, 200).forEach(i -> routes.kinesis().put("wide", "k" + i, "m" + i));
        await().until(() -> consumer("r1").getShardsHeld() == 2);
        await().until(() -> shards.size() == 2);
        assertThat(shards).containsExactlyInAnyOrder("shardId-000000000001", "shardId-000000000003");
    }

    @Test
    void anArnIsTheKeyOfTheRowsAndTheStreamHeader() throws Exception {
        String arn = routes.kinesis().arnOf("orders");
        routes.put("orders", 1);
        ConcurrentLinkedQueue<String> streams = new ConcurrentLinkedQueue<>();
        start(
                "r1",
                routes.uri(arn),
                exchange -> streams.add(
                        exchange.getMessage().getHeader(KinesisCheckpointedConstants.STREAM_NAME, String.class)));
        await().until(() -> routes.row(arn, RunningRoutes.SHARD).containsKey("SequenceNumber"));
        assertThat(streams).containsExactly(arn);
    }

    @Test
    void withBridgeErrorHandlerReadsThatFailAreRoutedAndTheReadingGoesOn() throws Exception {
        routes.kinesis()
                .faults(FaultPlan.seeded(1)
                        .only(Operation.GET_RECORDS)
                        .internalFailure(1)
                        .build());
        ConcurrentLinkedQueue<String> bridged = new ConcurrentLinkedQueue<>();
        routes.put("orders", 2);
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                onException(Exception.class)
                        .handled(true)
                        .process(
                                exchange -> bridged.add(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)
                                        .toString()));
                from(routes.uri("orders", "bridgeErrorHandler=true", "numRetries=1", "backoffTime=20"))
                        .routeId("r1")
                        .process(RouteLifecycleTest.this::see);
            }
        });
        await().atMost(Duration.ofSeconds(30)).until(() -> bridged.size() >= 2);
        assertThat(bridged).allMatch(error -> error.contains("InternalFailureException"));
        assertThat(seen).isEmpty();

        routes.kinesis().faults(FaultPlan.none());
        await().atMost(Duration.ofMinutes(1)).until(() -> seen.size() == 2);
        routes.awaitCommitted("orders", 2);
        assertThat(seen).containsExactly("m0", "m1");
    }

    @Test
    void managementShowsTheShards() throws Exception {
        routes.put("orders", 3);
        start(
                exchange -> {
                    throw new IllegalStateException("boom");
                },
                "ordering=SHARD");
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        String domain = "org.apache.camel:context=" + routes.context().getManagementName() + ",";
        await().untilAsserted(() -> {
            ObjectName consumer = server.queryNames(new ObjectName(domain + "type=consumers,*"), null)
                    .iterator()
                    .next();
            assertThat(server.getAttribute(consumer, "Streams")).isEqualTo("orders");
            assertThat(server.getAttribute(consumer, "ShardsHeld")).isEqualTo(1);
            assertThat(server.getAttribute(consumer, "Uncommitted")).isEqualTo(1);
            assertThat((int) server.getAttribute(consumer, "InFlight")).isBetween(0, 1);
            assertThat((long) server.getAttribute(consumer, "MillisBehindLatest"))
                    .isNotNegative();
            assertThat((int) server.getAttribute(consumer, "Replays")).isPositive();
            assertThat((String) server.getAttribute(consumer, "LastError")).contains("boom");
            assertThat(server.invoke(consumer, "listShards", new Object[0], new String[0])
                            .toString())
                    .contains("orders/shardId-000000000000 READING, epoch 1, committed null");
        });
        ObjectName endpoint = server.queryNames(new ObjectName(domain + "type=endpoints,*"), null)
                .iterator()
                .next();
        assertThat(server.getAttribute(endpoint, "Streams")).isEqualTo("orders");
        assertThat(server.getAttribute(endpoint, "LeaseTable")).isEqualTo(routes.table());
    }

    private KinesisCheckpointedConsumer consumer(String route) {
        return (KinesisCheckpointedConsumer) routes.context().getRoute(route).getConsumer();
    }

    private static List<String> threadsOf(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(thread -> thread.contains(name))
                .toList();
    }
}
