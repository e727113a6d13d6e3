// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * What the HTTP clients of the AWS SDK cost for a call over TLS, without the SDK above them: CPU of the calling process, each run in a
 * JVM of its own, the clients in turn, medians. Also how many connections they make, and how often a request arrives whose
 * connection breaks before the answer.
 */
public final class HttpCost {

    private static final int RUNS = 5;
    private static final String CUT = "/cut";

    private final Set<InetSocketAddress> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger cut = new AtomicInteger();

    private HttpCost() {}

    /** Runs the comparison and prints it. */
    public static void main(String[] args) throws Exception {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        new HttpCost().run();
        System.exit(0);
    }

    private void run() throws Exception {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(selfSigned()));
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::answer);
        server.start();
        try {
            String address = "https://127.0.0.1:" + server.getAddress().getPort();
            for (HttpCalls.Call call : HttpCalls.Call.values()) {
                compare(call, address);
            }
            for (HttpCalls.Client client : HttpCalls.Client.values()) {
                cut.set(0);
                HttpCalls.cut(client, address, CUT);
                System.out.printf("%-14s a request whose connection breaks arrives %d time(s)%n", client, cut.get());
            }
        } finally {
            server.stop(0);
        }
    }

    private void compare(HttpCalls.Call call, String address) throws Exception {
        Map<HttpCalls.Client, List<Double>> micros = new EnumMap<>(HttpCalls.Client.class);
        for (int run = 1; run <= RUNS; run++) {
            for (HttpCalls.Client client : HttpCalls.Client.values()) {
                connections.clear();
                Measurement measured = ChildRun.of(
                        HttpCalls.class, new Workload("http", 0, 0, 0), client.name(), call.name(), address);
                micros.computeIfAbsent(client, any -> new ArrayList<>())
                        .add(measured.cpuNanos() / 1e3 / measured.records());
                System.out.printf(
                        Locale.ROOT,
                        "run %d  %-5s %-14s %.0f us of CPU a call, %.0f calls/s, %d connections, %d threads%n",
                        run,
                        call,
                        client,
                        measured.cpuNanos() / 1e3 / measured.records(),
                        measured.perSecond(),
                        connections.size(),
                        measured.threads());
            }
        }
        micros.forEach((client, values) -> System.out.printf(
                Locale.ROOT, "%-5s %-14s %.0f us of CPU a call%n", call, client, Measurement.median(values)));
    }

    /** Answers as long as the address asks for. */
    private void answer(HttpExchange exchange) throws IOException {
        connections.add(exchange.getRemoteAddress());
        try (InputStream body = exchange.getRequestBody()) {
            body.readAllBytes();
        }
        String path = exchange.getRequestURI().getPath();
        if (path.equals(CUT)) {
            cut.incrementAndGet();
        } else {
            byte[] answer = new byte[Integer.parseInt(path.substring(1))];
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
        exchange.close();
    }

    private static SSLContext selfSigned() throws Exception {
        Path directory = Files.createTempDirectory("http-cost");
        Path store = directory.resolve("server.p12");
        String password = "password";
        try {
            Process keytool = new ProcessBuilder(("keytool -genkeypair -alias server -keyalg EC -dname CN=127.0.0.1"
                                    + " -validity 2 -storetype PKCS12 -storepass " + password + " -keystore " + store)
                            .split(" "))
                    .inheritIO()
                    .start();
            if (keytool.waitFor() != 0) {
                throw new IOException("keytool failed");
            }
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                keys.load(in, password.toCharArray());
            }
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, password.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } finally {
            Files.deleteIfExists(store);
            Files.delete(directory);
        }
    }
}
