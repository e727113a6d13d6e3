// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Stands on the loopback interface between clients and an AWS service that speaks JSON, and spoils some of the calls: before
 * they reach the service, or on their way back. It counts what it really did.
 */
final class FaultProxy implements AutoCloseable {

    /** What may happen to a call. */
    enum Harm {
        /** An error of the service; the call has not reached it. */
        ERROR_500,
        /** The service wants fewer calls. */
        THROTTLED,
        /** The call is done; half of its answer comes, then the connection ends. */
        CUT_ANSWER,
        /** The call is done; its answer is 200 without a body. */
        EMPTY_BODY,
        /** GetRecords without a place to go on. */
        NO_NEXT_ITERATOR,
        /** The answer takes up to two seconds longer. */
        DELAY,
        /** No answer for fifteen seconds, then the connection ends. */
        HANG
    }

    private static final Set<String> NOT_COPIED =
            Set.of("host", "content-length", "connection", "transfer-encoding", "expect", "upgrade", "date");
    private static final Duration HANG_TIME = Duration.ofSeconds(15);
    private static final int MOST_MILLIS_LATE = 2_000;
    private static final String NEXT = "\"NextShardIterator\":\"[^\"]*\",?";
    private static final int PAYLOAD_MOST = 64 << 20;

    private final URI service;
    private final boolean empties;
    private final Random random;
    private final double chance;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<Harm, AtomicInteger> done = new EnumMap<>(Harm.class);
    private volatile boolean harmless;
    private volatile CountDownLatch silence = new CountDownLatch(0);

    /**
     * @param chance of some harm, per call
     * @param empties whether answers may be empty or without a place to go on: those of Kinesis
     */
    FaultProxy(URI service, long seed, double chance, boolean empties) {
        this.service = service;
        this.random = new Random(seed);
        this.chance = chance;
        this.empties = empties;
        for (Harm harm : Harm.values()) {
            done.put(harm, new AtomicInteger());
        }
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Every call goes through from now on. */
    void calmDown() {
        harmless = true;
    }

    /** No call is answered until {@link #speak()}. */
    void beSilent() {
        silence = new CountDownLatch(1);
    }

    /** What has been asked meanwhile is answered late. */
    void speak() {
        silence.countDown();
    }

    int count(Harm harm) {
        return done.get(harm).get();
    }

    /** What it has done, for a person. */
    String report() {
        return done.entrySet().stream()
                .filter(entry -> entry.getValue().get() > 0)
                .map(entry -> entry.getKey().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    private synchronized Harm draw() {
        if (harmless || random.nextDouble() >= chance) {
            return null;
        }
        Harm harm = Harm.values()[random.nextInt(Harm.values().length)];
        boolean ofKinesis = harm == Harm.EMPTY_BODY || harm == Harm.NO_NEXT_ITERATOR;
        return ofKinesis && !empties ? Harm.THROTTLED : harm;
    }

    private synchronized long millisLate() {
        return random.nextInt(MOST_MILLIS_LATE);
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(PAYLOAD_MOST);
        try {
            silence.await();
        } catch (InterruptedException closed) {
            exchange.close();
            return;
        }
        Harm harm = draw();
        if (harm == Harm.ERROR_500) {
            happened(harm);
            answer(exchange, 500, "{\"__type\":\"InternalFailure\",\"message\":\"harm\"}".getBytes(UTF_8));
        } else if (harm == Harm.THROTTLED) {
            happened(harm);
            answer(
                    exchange,
                    400,
                    "{\"__type\":\"ProvisionedThroughputExceededException\",\"message\":\"harm\"}".getBytes(UTF_8));
        } else if (harm == Harm.HANG) {
            happened(harm);
            CompletableFuture.delayedExecutor(HANG_TIME.toMillis(), TimeUnit.MILLISECONDS, threads)
                    .execute(exchange::close);
        } else {
            forward(exchange, body, harm);
        }
    }

    private void happened(Harm harm) {
        done.get(harm).incrementAndGet();
    }

    private void forward(HttpExchange exchange, byte[] body, Harm harm) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        service.resolve(exchange.getRequestURI().toString()))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!NOT_COPIED.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        CompletableFuture<HttpResponse<byte[]>> unused = client.sendAsync(
                        request.build(), HttpResponse.BodyHandlers.ofByteArray())
                .whenCompleteAsync(
                        (response, failure) -> {
                            if (failure != null) {
                                exchange.close();
                            } else if (harm == Harm.DELAY) {
                                happened(harm);
                                CompletableFuture.delayedExecutor(millisLate(), TimeUnit.MILLISECONDS, threads)
                                        .execute(() -> back(exchange, response, null));
                            } else {
                                back(exchange, response, harm);
                            }
                        },
                        threads);
    }

    private void back(HttpExchange exchange, HttpResponse<byte[]> response, Harm harm) {
        byte[] body = response.body();
        response.headers().map().forEach((name, values) -> {
            if (!NOT_COPIED.contains(name.toLowerCase(Locale.ROOT))) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
        try {
            if (harm == Harm.CUT_ANSWER) {
                happened(harm);
                cut(exchange, response.statusCode(), body);
                return;
            }
            if (harm == Harm.EMPTY_BODY) {
                happened(harm);
                // what was said of the body is not so any more
                exchange.getResponseHeaders().keySet().removeIf(name -> name.toLowerCase(Locale.ROOT)
                        .contains("crc32"));
                body = new byte[0];
            } else if (harm == Harm.NO_NEXT_ITERATOR) {
                String text = new String(body, UTF_8);
                String without = text.replaceFirst(NEXT, "").replace(",}", "}");
                if (!without.equals(text)) {
                    happened(harm);
                    body = without.getBytes(UTF_8);
                }
            }
            answer(exchange, response.statusCode(), body);
        } catch (IOException e) {
            // the client has gone away
            exchange.close();
        }
    }

    private static void cut(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length + 1L);
        OutputStream out = exchange.getResponseBody();
        out.write(body, 0, body.length / 2);
        out.flush();
        exchange.close();
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        if (!exchange.getResponseHeaders().containsKey("Content-Type")) {
            exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
        }
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
