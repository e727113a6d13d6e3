// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** An HTTP server on loopback that records what it is asked and answers as it is told. */
final class StubAws implements AutoCloseable {

    /** What was asked. */
    record Request(String uri, com.sun.net.httpserver.Headers headers, String body) {

        String header(String name) {
            String value = headers.getFirst(name);
            return value == null ? "" : value;
        }

        String operation() {
            String target = header("X-Amz-Target");
            return target.substring(target.indexOf('.') + 1);
        }
    }

    /** What is answered; a negative status: the connection is closed without an answer. */
    record Answer(int status, String contentType, String body) {

        static Answer json(String body) {
            return new Answer(200, "application/x-amz-json-1.0", body);
        }

        static Answer error(int status, String code) {
            return new Answer(status, "application/x-amz-json-1.0", "{\"__type\":\"" + code + "\",\"message\":\"no\"}");
        }

        static Answer hangUp() {
            return new Answer(-1, "", "");
        }
    }

    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final Function<Request, Answer> answers;
    private final String scheme;

    private StubAws(HttpServer server, String scheme, Function<Request, Answer> answers) {
        this.server = server;
        this.scheme = scheme;
        this.answers = answers;
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    static StubAws start(Function<Request, Answer> answers) {
        return start(null, answers);
    }

    static StubAws start(@Nullable SSLContext tls, Function<Request, Answer> answers) {
        try {
            InetSocketAddress address = new InetSocketAddress("127.0.0.1", 0);
            if (tls == null) {
                return new StubAws(HttpServer.create(address, 0), "http", answers);
            }
            HttpsServer server = HttpsServer.create(address, 0);
            server.setHttpsConfigurator(new HttpsConfigurator(tls));
            return new StubAws(server, "https", answers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Request request = new Request(exchange.getRequestURI().toString(), exchange.getRequestHeaders(), body);
            requests.add(request);
            Answer answer = answers.apply(request);
            if (answer.status() < 0) {
                return;
            }
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.contentType());
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    /** Reaches this, with keys that nobody checks. */
    AwsAccess access() {
        return AwsAccess.builder()
                .region("eu-west-1")
                .accessKey("AK")
                .secretKey("SK")
                .overrideEndpoint(true)
                .uriEndpointOverride(uri().toString())
                .build();
    }

    URI uri() {
        return URI.create(scheme + "://127.0.0.1:" + port());
    }

    int port() {
        return server.getAddress().getPort();
    }

    List<Request> requests() {
        return requests;
    }

    Request only() {
        if (requests.size() != 1) {
            throw new AssertionError("Expected one request, got " + requests.size());
        }
        return requests.get(0);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
