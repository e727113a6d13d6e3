// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.test.http.HttpKinesis;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultSupervisingRouteController;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever stops a route, or all, while a start waits for a lease table that never answers, is heard soon. A build tries three of
 * the ways to stop.
 */
class StoppedStartProofTest {

    /** A second until it is seen, and five for calls under way to end before their client is closed. */
    private static final Duration SOON = Duration.ofSeconds(15);
    /** A context that starts beside other tests gets as far as the table within this. */
    private static final Duration LOADED = Duration.ofMinutes(1);

    private static final Executor THREADS = task -> {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
    };

    private final InMemoryKinesis kinesis = InMemoryKinesis.create();
    private final HttpKinesis http = HttpKinesis.start(kinesis);
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private ServerSocket silent;
    private String uri;

    private interface Call {
        void run() throws Exception;
    }

    /** A process whose routes wait in their start, until it is told to end. */
    static final class Waiting {
        public static void main(String[] args) throws Exception {
            Main main = new Main();
            main.configure().addRoutesBuilder(route(args[0], true));
            main.run();
        }
    }

    @BeforeEach
    void prepare() throws Exception {
        silent = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        kinesis.createStream("orders", 2);
        uri = "kinesis-cp:orders?region=us-east-1&accessKey=test&secretKey=test&overrideEndpoint=true"
                + "&uriEndpointOverride=" + http.endpoint() + "&leaseTable=leases"
                + "&leaseTableEndpoint=http://localhost:" + silent.getLocalPort() + "&drainTimeout=1s";
    }

    @AfterEach
    void end() throws Exception {
        camel.stop();
        http.close();
        silent.close();
    }

    private static RouteBuilder route(String uri, boolean starts) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).routeId("orders").autoStartup(starts).to("mock:out");
            }
        };
    }

    private static CompletableFuture<Void> call(Call call) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        call.run();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                THREADS);
    }

    private static boolean isAnyThreadIn(String text) {
        return Thread.getAllStackTraces().entrySet().stream()
                .anyMatch(thread -> thread.getKey().getName().contains(text)
                        || Arrays.stream(thread.getValue())
                                .anyMatch(frame -> frame.getClassName().endsWith(text)));
    }

    private static CompletableFuture<Void> waiting(Call start) {
        CompletableFuture<Void> waits = call(start);
        await().atMost(LOADED).until(() -> isAnyThreadIn("StartPatience"));
        return waits;
    }

    private static void endsSoon(String what, CompletableFuture<Void> start, Call stop) throws Exception {
        long asked = System.nanoTime();
        call(stop).get(SOON.toMillis(), TimeUnit.MILLISECONDS);
        assertThatThrownBy(() -> start.get(SOON.toMillis(), TimeUnit.MILLISECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasStackTraceContaining("The consumer was stopped before it had started");
        leftNothing(what, asked);
    }

    private static void leftNothing(String what, long asked) {
        System.out.printf(
                "FIGURE faults.4 a start that waits for the table, ended by %s: after %d ms%n",
                what, Duration.ofNanos(System.nanoTime() - asked).toMillis());
        await().atMost(SOON).until(() -> !isAnyThreadIn("kinesis-cp-") && !isAnyThreadIn("StartPatience"));
    }

    @Test
    @EnabledIfSystemProperty(named = "proofs.full", matches = "true")
    void stopRouteWhileTheContextStarts() throws Exception {
        camel.addRoutes(route(uri, true));
        endsSoon("stopRoute in a context's start", waiting(camel::start), () -> camel.getRouteController()
                .stopRoute("orders"));
    }

    @Test
    @EnabledIfSystemProperty(named = "proofs.full", matches = "true")
    void suspendRouteWhileTheContextStarts() throws Exception {
        camel.addRoutes(route(uri, true));
        endsSoon("suspendRoute in a context's start", waiting(camel::start), () -> camel.getRouteController()
                .suspendRoute("orders"));
    }

    @Test
    void stopRouteBehindStartRoute() throws Exception {
        camel.addRoutes(route(uri, false));
        camel.start();
        endsSoon(
                "stopRoute behind startRoute",
                waiting(() -> camel.getRouteController().startRoute("orders")),
                () -> camel.getRouteController().stopRoute("orders"));
        assertThat(camel.getRouteController().getRouteStatus("orders").isStopped())
                .isTrue();
    }

    @Test
    @EnabledIfSystemProperty(named = "proofs.full", matches = "true")
    void suspendRouteBehindStartRoute() throws Exception {
        camel.addRoutes(route(uri, false));
        camel.start();
        endsSoon(
                "suspendRoute behind startRoute",
                waiting(() -> camel.getRouteController().startRoute("orders")),
                () -> camel.getRouteController().suspendRoute("orders"));
    }

    @Test
    @EnabledIfSystemProperty(named = "proofs.full", matches = "true")
    void stopRouteOfASupervisedRoute() throws Exception {
        camel.setRouteController(new DefaultSupervisingRouteController());
        camel.addRoutes(route(uri, true));
        var unused = waiting(camel::start);
        long asked = System.nanoTime();
        call(() -> camel.getRouteController().stopRoute("orders")).get(SOON.toMillis(), TimeUnit.MILLISECONDS);
        leftNothing("stopRoute of a supervised route", asked);
        assertThat(camel.getRouteController().getRouteStatus("orders").isStopped())
                .isTrue();
    }

    @Test
    void stopOfCamelMain() throws Exception {
        Main main = new Main();
        main.configure().addRoutesBuilder(route(uri, true));
        endsSoon("Main.stop", waiting(main::run), main::stop);
    }

    @Test
    @EnabledIfSystemProperty(named = "proofs.full", matches = "true")
    void stopOfTheContextOfCamelMain() throws Exception {
        Main main = new Main();
        main.configure().addRoutesBuilder(route(uri, true));
        endsSoon("context.stop in camel-main", waiting(main::run), () -> main.getCamelContext()
                .stop());
    }

    @Test
    void signalToAProcessOfCamelMain(@TempDir Path folder) {
        try (ChildJvm process = ChildJvm.start(Waiting.class, folder.resolve("output"), uri)) {
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> process.output().contains("does not answer at the start"));
            long asked = System.nanoTime();
            process.terminate();
            await("the end of the process").atMost(SOON).until(() -> !process.isAlive());
            System.out.printf(
                    "FIGURE faults.4 a start that waits for the table, ended by SIGTERM to camel-main: after %d ms%n",
                    Duration.ofNanos(System.nanoTime() - asked).toMillis());
        }
    }
}
