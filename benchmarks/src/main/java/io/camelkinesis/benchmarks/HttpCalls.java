// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.utils.AttributeMap;

/** One run of {@link HttpCost}: calls of one size with one HTTP client from {@value #THREADS} threads. */
final class HttpCalls {

    private static final int THREADS = 4;
    private static final Duration MAX_IDLE = Duration.ofSeconds(20);

    /** The HTTP clients that the SDK offers for blocking calls and that bring no native code. */
    enum Client {
        APACHE_4,
        APACHE_5,
        URL_CONNECTION;

        private SdkHttpClient open() {
            return builder()
                    .buildWithDefaults(AttributeMap.builder()
                            .put(SdkHttpConfigurationOption.TRUST_ALL_CERTIFICATES, Boolean.TRUE)
                            .build());
        }

        private SdkHttpClient.Builder<?> builder() {
            return switch (this) {
                case APACHE_4 ->
                    ApacheHttpClient.builder()
                            .maxConnections(THREADS)
                            .connectionMaxIdleTime(MAX_IDLE)
                            .tcpKeepAlive(true);
                case APACHE_5 ->
                    Apache5HttpClient.builder()
                            .maxConnections(THREADS)
                            .connectionMaxIdleTime(MAX_IDLE)
                            .tcpKeepAlive(true);
                case URL_CONNECTION -> UrlConnectionHttpClient.builder();
            };
        }
    }

    /** What is sent and answered. */
    enum Call {
        /** As one that writes a checkpoint or finds no records. */
        SMALL(400, 300, 12_000),
        /** As GetRecords with 1,000 records of 1 KiB. */
        READ(400, 1_100_000, 1_000),
        /** As PutRecords with 500 records of 1 KiB. */
        PUT(550_000, 50_000, 1_000);

        private final int sent;
        private final int answered;
        private final int times;

        Call(int sent, int answered, int times) {
            this.sent = sent;
            this.answered = answered;
            this.times = times;
        }
    }

    private HttpCalls() {}

    /**
     * Warms up with half as many calls, then measures.
     *
     * @param args the client, the call, the server's address
     */
    public static void main(String[] args) throws Exception {
        Call call = Call.valueOf(args[1]);
        URI address = URI.create(args[2] + "/" + call.answered);
        try (SdkHttpClient client = Client.valueOf(args[0]).open()) {
            run(client, address, call, call.times / 2);
            long cpu = ProcessCost.cpuNanos();
            long wall = System.nanoTime();
            run(client, address, call, call.times);
            System.out.println(new Measurement(
                            call.times,
                            ProcessCost.cpuNanos() - cpu,
                            System.nanoTime() - wall,
                            ProcessCost.peakThreads())
                    .line());
        }
        System.exit(0);
    }

    private static void run(SdkHttpClient client, URI address, Call call, int times) throws InterruptedException {
        byte[] body = new byte[call.sent];
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        for (int thread = 0; thread < THREADS; thread++) {
            threads.execute(() -> {
                for (int i = 0; i < times / THREADS; i++) {
                    once(client, address, body);
                }
            });
        }
        threads.shutdown();
        if (!threads.awaitTermination(5, TimeUnit.MINUTES)) {
            throw new IllegalStateException("calls did not end within five minutes");
        }
    }

    private static void once(SdkHttpClient client, URI address, byte[] body) {
        SdkHttpFullRequest request = SdkHttpFullRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(address)
                .putHeader("Content-Length", String.valueOf(body.length))
                .putHeader("Content-Type", "application/x-amz-cbor-1.1")
                .contentStreamProvider(() -> new ByteArrayInputStream(body))
                .build();
        try {
            HttpExecuteResponse response = client.prepareRequest(HttpExecuteRequest.builder()
                            .request(request)
                            .contentStreamProvider(
                                    request.contentStreamProvider().orElseThrow())
                            .build())
                    .call();
            try (InputStream answer = response.responseBody().orElseThrow()) {
                answer.readAllBytes();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A call that is answered, then one whose connection the server closes when it has read the request. */
    static void cut(Client client, String address, String path) {
        try (SdkHttpClient opened = client.open()) {
            once(opened, URI.create(address + "/" + Call.SMALL.answered), new byte[Call.SMALL.sent]);
            once(opened, URI.create(address + path), new byte[Call.SMALL.sent]);
        } catch (UncheckedIOException expected) {
            System.out.println(client + ": " + expected.getCause());
        }
    }
}
