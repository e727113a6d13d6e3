// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.test.dynamodb.DynamoDbLocal;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.camelkinesis.test.kinesis.Operation;
import io.camelkinesis.test.kinesis.StoredRecord;
import io.camelkinesis.test.time.MovableClock;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.LoggingExceptionHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsRequest;

/** What an option changes, from Kinesis to the lease table. */
class ConsumerOptionsTest {

    private final MovableClock kinesisTime = new MovableClock();
    private final RunningRoutes routes =
            new RunningRoutes(InMemoryKinesis.builder().clock(kinesisTime).build());
    private final ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void createStream() {
        routes.kinesis().createStream("orders", 1);
    }

    @AfterEach
    void stop() {
        routes.close();
    }

    private void start(Processor step, String... options) throws Exception {
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                from(routes.uri("orders", options)).routeId("r1").process(step);
            }
        });
    }

    private void see(Exchange exchange) {
        seen.add(exchange.getMessage().getBody(String.class));
    }

    private void put(String... texts) {
        for (String text : texts) {
            routes.kinesis().put("orders", "key-" + text, text);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"commitPeriod", "checkpointInterval"})
    void aCheckpointIsStoredWhenThePeriodIsOverAndNotBefore(String option) throws Exception {
        put("a");
        String off = option.equals("commitPeriod") ? "checkpointInterval=1h" : "commitPeriod=1h";
        start(this::see, option + "=1h", off);
        await().until(() -> seen.size() == 1);
        // the first write comes at a random moment of the period: a long one has all but never come
        assertThat(routes.committed("orders")).isZero();
        routes.context().stop();

        put("b", "c");
        routes.newContext();
        start(this::see, option + "=50", off.replace("1h", "50"));
        routes.awaitCommitted("orders", 3);
    }

    @Test
    void consumerThreadsIsHowManyExchangesRunAtOnce() throws Exception {
        put("a", "b", "c", "d", "e", "f");
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Semaphore permits = new Semaphore(0);
        start(
                exchange -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    permits.acquire();
                    running.decrementAndGet();
                },
                "consumerThreads=3",
                "ordering=NONE");
        await().until(() -> running.get() == 3);
        permits.release(6);
        routes.awaitCommitted("orders", 6);
        assertThat(most).hasValue(3);
    }

    /** The time of a group's start is stored in whole seconds, rounded down. */
    private static void awaitNextSecond() {
        long second = Instant.now().getEpochSecond();
        await().until(() -> Instant.now().getEpochSecond() > second);
    }

    @ParameterizedTest
    @ValueSource(strings = {"startPosition=LATEST", "iteratorType=LATEST", "startFromOldest=false"})
    void latestBeginsBehindWhatIsThere(String option) throws Exception {
        put("old");
        awaitNextSecond();
        start(this::see, option);
        put("new");
        await().until(() -> !seen.isEmpty());
        assertThat(seen).containsExactly("new");
    }

    @ParameterizedTest
    @ValueSource(strings = {"startPosition=TRIM_HORIZON", "iteratorType=TRIM_HORIZON", "startFromOldest=true"})
    void trimHorizonBeginsAtTheOldest(String option) throws Exception {
        put("old");
        awaitNextSecond();
        start(this::see, option);
        await().until(() -> seen.contains("old"));
    }

    @Test
    void startTimestampIsWhereAtTimestampBegins() throws Exception {
        put("old");
        kinesisTime.advance(Duration.ofMillis(5));
        StoredRecord first = routes.kinesis().put("orders", "key", "first");
        awaitNextSecond();
        start(
                this::see,
                "startPosition=AT_TIMESTAMP",
                "startTimestamp=" + first.arrival().toEpochMilli());
        await().until(() -> !seen.isEmpty());
        assertThat(seen).containsExactly("first");
    }

    @Test
    void maxResultsPerRequestIsTheLimitOfARead() throws Exception {
        put("a", "b", "c", "d", "e");
        List<Integer> limits = new ArrayList<>();
        KinesisClient client = watched(limits);
        routes.context().getRegistry().bind("watched", client);
        start(this::see, "amazonKinesisClient=#watched", "maxResultsPerRequest=2");
        await().until(() -> seen.size() == 5);
        synchronized (limits) {
            assertThat(limits).isNotEmpty().allMatch(limit -> limit <= 2).contains(2);
        }
    }

    private KinesisClient watched(List<Integer> limits) {
        return (KinesisClient) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {KinesisClient.class}, (proxy, method, arguments) -> {
                    if (arguments != null && arguments[0] instanceof GetRecordsRequest request) {
                        synchronized (limits) {
                            limits.add(request.limit());
                        }
                    }
                    return method.invoke(routes.kinesis().client(), arguments);
                });
    }

    @Test
    void amazonKinesisClientIsTheOneThatReads() throws Exception {
        InMemoryKinesis other = InMemoryKinesis.create();
        other.createStream("orders", 1);
        other.put("orders", "key", "from the other");
        put("from the first");
        routes.context().getRegistry().bind("other", other.client());
        start(this::see, "amazonKinesisClient=#other");
        await().until(() -> !seen.isEmpty());
        assertThat(seen).containsExactly("from the other");
    }

    @Test
    void dynamoDbClientIsTheOneThatHoldsTheLeases() throws Exception {
        try (DynamoDbLocal other = DynamoDbLocal.inProcess()) {
            routes.context().getRegistry().bind("other", other.client());
            put("a");
            start(this::see, "dynamoDbClient=#other");
            await().until(() -> !seen.isEmpty());
            assertThat(other.client().listTables().tableNames()).contains(routes.table());
            assertThat(routes.dynamoDb().listTables().tableNames()).doesNotContain(routes.table());
            routes.context().stop();
        }
    }

    @Test
    void exceptionHandlerHearsOfEachFailureOnce() throws Exception {
        ConcurrentLinkedQueue<String> heard = new ConcurrentLinkedQueue<>();
        routes.context().getRegistry().bind("hearing", new LoggingExceptionHandler(routes.context(), getClass()) {
            @Override
            public void handleException(String message, Exchange exchange, Throwable exception) {
                heard.add(exception.getMessage());
            }
        });
        put("a");
        AtomicInteger calls = new AtomicInteger();
        start(
                exchange -> {
                    if (calls.incrementAndGet() < 3) {
                        throw new IllegalStateException("boom " + calls);
                    }
                },
                "exceptionHandler=#hearing");
        routes.awaitCommitted("orders", 1);
        assertThat(heard).containsExactly("boom 1", "boom 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"InOnly", "InOut"})
    void exchangePatternIsThatOfTheExchanges(String pattern) throws Exception {
        put("a");
        ConcurrentLinkedQueue<ExchangePattern> patterns = new ConcurrentLinkedQueue<>();
        start(exchange -> patterns.add(exchange.getPattern()), "exchangePattern=" + pattern);
        routes.awaitCommitted("orders", 1);
        assertThat(patterns).containsExactly(ExchangePattern.valueOf(pattern));
    }

    @Test
    void withoutAutoStartupNothingIsReadOrHeldBeforeTheRouteIsStarted() throws Exception {
        put("a");
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                from(routes.uri("orders")).routeId("r1").autoStartup(false).process(ConsumerOptionsTest.this::see);
            }
        });
        assertThat(routes.context().getRouteController().getRouteStatus("r1")).isEqualTo(ServiceStatus.Stopped);
        assertThat(routes.kinesis().calls(Operation.LIST_SHARDS)).isZero();
        assertThat(routes.dynamoDb().listTables().tableNames()).doesNotContain(routes.table());

        routes.context().getRouteController().startRoute("r1");
        routes.awaitCommitted("orders", 1);
        assertThat(seen).containsExactly("a");
    }

    /** The leases are kept by heartbeats, which {@code RouteLifecycleTest} counts; here the iterators are long expired. */
    @Test
    void afterTenMinutesOfSuspensionNothingIsRepeatedOrSkipped() throws Exception {
        put("a", "b", "c");
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        start(
                exchange -> {
                    see(exchange);
                    if (seen.size() == 2) {
                        entered.countDown();
                        finish.await();
                    }
                },
                "ordering=SHARD");
        entered.await();
        FutureTask<?> suspension = new FutureTask<>(() -> {
            routes.context().getRouteController().suspendRoute("r1");
            return null;
        });
        new Thread(suspension, "suspension").start();
        await().until(() ->
                ((KinesisCheckpointedConsumer) routes.context().getRoute("r1").getConsumer()).isSuspended());
        finish.countDown();
        suspension.get();
        routes.awaitCommitted("orders", 2);
        kinesisTime.advance(Duration.ofMinutes(10));
        put("d");
        assertThat(seen).containsExactly("a", "b");
        assertThat(routes.row("orders", RunningRoutes.SHARD)).containsKey("ClientID");

        routes.context().getRouteController().resumeRoute("r1");
        routes.awaitCommitted("orders", 4);
        assertThat(seen).containsExactly("a", "b", "c", "d");
        assertThat(routes.row("orders", RunningRoutes.SHARD).get("LeaseEpoch").n())
                .isEqualTo("1");
    }

    /** Camel stops a consumer whose exchanges do not finish while it is being suspended, and cannot resume it. */
    @Test
    void aSuspensionThatTimedOutLosesNothing() throws Exception {
        put("a", "b");
        CountDownLatch entered = new CountDownLatch(1);
        start(
                exchange -> {
                    see(exchange);
                    if (seen.size() == 1) {
                        entered.countDown();
                        new CountDownLatch(1).await();
                    }
                },
                "ordering=SHARD");
        entered.await();
        routes.context().getShutdownStrategy().setTimeout(1);
        routes.context().getRouteController().suspendRoute("r1");
        assertThat(routes.committed("orders")).isZero();

        assertThat(routes.row("orders", RunningRoutes.SHARD)).doesNotContainKey("ClientID");

        routes.context().getRouteController().stopRoute("r1");
        routes.context().getRouteController().startRoute("r1");
        routes.awaitCommitted("orders", 2);
        assertThat(seen).containsExactly("a", "a", "b");
    }

    @Test
    void pooledExchangesAreGivenBackAndUsedAgain() throws Exception {
        routes.poolExchanges();
        routes.put("orders", 50);
        ConcurrentLinkedQueue<Integer> identities = new ConcurrentLinkedQueue<>();
        start(
                exchange -> {
                    see(exchange);
                    identities.add(System.identityHashCode(exchange));
                    if (seen.size() == 10) {
                        throw new IllegalStateException("boom");
                    }
                },
                "ordering=SHARD");
        routes.awaitCommitted("orders", 50);
        assertThat(seen).hasSize(51);
        assertThat(identities.stream().distinct()).hasSizeLessThan(10);
    }
}
