// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.test.dynamodb.DynamoDbLocal;
import io.camelkinesis.test.http.HttpKinesis;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkGlobalTime;

/**
 * The clock of this machine is twenty minutes behind the service's. The service refuses signatures that are more than five
 * minutes off, as AWS does: status 400, InvalidSignatureException, and its own time in the header Date. A client of the SDK
 * with its usual retries passes: it signs anew with that time. So must the component.
 */
class ClockSkewTest {

    private final InMemoryKinesis kinesis = InMemoryKinesis.create();
    private HttpKinesis http;
    private SkewedService service;

    @BeforeEach
    void startService() throws IOException {
        SdkGlobalTime.setGlobalTimeOffset(0);
        kinesis.createStream("orders", 1);
        http = HttpKinesis.start(kinesis);
        service = new SkewedService(http.endpoint());
    }

    @AfterEach
    void stopService() throws IOException {
        service.close();
        http.close();
        SdkGlobalTime.setGlobalTimeOffset(0);
    }

    @Test
    void aConsumerStarts() throws Exception {
        service.skew = Duration.ofMinutes(20);
        try (DynamoDbLocal dynamoDb = DynamoDbLocal.inProcess();
                DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getRegistry().bind("dynamoDbClient", dynamoDb.client());
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from(uri() + "&leaseTable=leases&leaseTableCreate=true").log("${body}");
                }
            });
            camel.start();
        }
    }

    @Test
    void aProducerStarts() throws Exception {
        service.skew = Duration.ofMinutes(20);
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.start();
            assertThat(put(camel, "one").getException()).isNull();
        }
    }

    @Test
    void aRecordIsPutThoughTheClockHasMovedSinceTheLastOne() throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.start();
            assertThat(put(camel, "one").getException()).isNull();
            service.skew = Duration.ofMinutes(20);
            assertThat(put(camel, "two").getException()).isNull();
        }
    }

    @Test
    void aSignatureThatStaysRefusedIsADenial() throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.start();
            assertThat(put(camel, "one").getException()).isNull();
            service.refusing = true;
            assertRefused(put(camel, "two"));
            assertThat(service.refused).as("requests, for the clocks agree").hasValue(1);
            service.skew = Duration.ofMinutes(20);
            assertRefused(put(camel, "three"));
            assertThat(service.refused.get() - 1).as("requests").isBetween(2, 3);
        }
    }

    private static void assertRefused(Exchange exchange) {
        assertThat(exchange.getException()).isInstanceOfSatisfying(PutRejectedException.class, e -> {
            assertThat(e.lastCode()).isEqualTo("InvalidSignatureException");
            assertThat(e.isOutcomeUnknown()).isFalse();
        });
    }

    private String uri() {
        return "kinesis-cp:orders?overrideEndpoint=true&uriEndpointOverride=" + service.endpoint()
                + "&region=us-east-1&accessKey=key&secretKey=secret";
    }

    private Exchange put(DefaultCamelContext camel, String text) throws Exception {
        return camel.createProducerTemplate()
                .asyncSend(uri(), exchange -> {
                    exchange.getMessage().setBody(text);
                    exchange.getMessage().setHeader("CamelAwsKinesisPartitionKey", "k");
                })
                .get();
    }

    /** Looks at the time of each signature, then hands the request on. JDK's HttpServer would overwrite the header Date. */
    private static final class SkewedService {
        private static final DateTimeFormatter SIGNED = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");
        private static final Set<String> HOP =
                Set.of("host", "content-length", "connection", "expect", "transfer-encoding", ":status");
        private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        private final URI behind;
        private final AtomicInteger refused = new AtomicInteger();
        private volatile Duration skew = Duration.ZERO;
        private volatile boolean refusing;

        SkewedService(URI behind) throws IOException {
            this.behind = behind;
            daemon(() -> {
                while (true) {
                    try {
                        Socket one = socket.accept();
                        daemon(() -> serve(one));
                    } catch (IOException closed) {
                        return;
                    }
                }
            });
        }

        private static void daemon(Runnable task) {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            thread.start();
        }

        String endpoint() {
            return "http://127.0.0.1:" + socket.getLocalPort();
        }

        void close() throws IOException {
            socket.close();
        }

        private void serve(Socket one) {
            try (one) {
                InputStream in = new BufferedInputStream(one.getInputStream());
                while (line(in) != null) {
                    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
                    for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
                        int colon = line.indexOf(':');
                        headers.put(
                                line.substring(0, colon),
                                line.substring(colon + 1).trim());
                    }
                    byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("Content-Length", "0")));
                    answer(one.getOutputStream(), headers, body);
                }
            } catch (IOException | InterruptedException gone) {
                // the client has closed it
            }
        }

        private void answer(OutputStream out, Map<String, String> headers, byte[] body)
                throws IOException, InterruptedException {
            Instant now = Instant.now().plus(skew);
            Instant signed =
                    LocalDateTime.parse(headers.get("X-Amz-Date"), SIGNED).toInstant(ZoneOffset.UTC);
            if (refusing || Duration.between(signed, now).abs().compareTo(Duration.ofMinutes(5)) > 0) {
                refused.incrementAndGet();
                String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atZone(ZoneOffset.UTC));
                write(
                        out,
                        400,
                        Map.of(
                                "Date",
                                date,
                                "x-amzn-ErrorType",
                                "InvalidSignatureException",
                                "Content-Type",
                                "application/x-amz-json-1.1"),
                        "{\"__type\":\"InvalidSignatureException\",\"message\":\"Signature expired\"}"
                                .getBytes(StandardCharsets.UTF_8));
                return;
            }
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(behind).POST(HttpRequest.BodyPublishers.ofByteArray(body));
            headers.forEach((name, value) -> {
                if (!HOP.contains(name.toLowerCase(Locale.ROOT))) {
                    request.header(name, value);
                }
            });
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            Map<String, String> answered = new TreeMap<>();
            response.headers().map().forEach((name, values) -> answered.put(name, values.get(0)));
            write(out, response.statusCode(), answered, response.body());
        }

        private static void write(OutputStream out, int status, Map<String, String> headers, byte[] body)
                throws IOException {
            StringBuilder head =
                    new StringBuilder("HTTP/1.1 " + status + " -\r\nContent-Length: " + body.length + "\r\n");
            headers.forEach((name, value) -> {
                if (!HOP.contains(name.toLowerCase(Locale.ROOT))) {
                    head.append(name).append(": ").append(value).append("\r\n");
                }
            });
            out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
            out.write(body);
            out.flush();
        }

        private static String line(InputStream in) throws IOException {
            StringBuilder line = new StringBuilder();
            int c = in.read();
            if (c < 0) {
                return null;
            }
            for (; c >= 0 && c != '\n'; c = in.read()) {
                if (c != '\r') {
                    line.append((char) c);
                }
            }
            return line.toString();
        }
    }
}
