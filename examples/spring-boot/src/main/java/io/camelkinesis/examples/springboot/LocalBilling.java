// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.springboot;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelkinesis.test.dynamodb.DynamoDbLocal;
import io.camelkinesis.test.http.HttpKinesis;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.camelkinesis.test.kinesis.StoredRecord;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The program: starts a Kinesis and a DynamoDB on this machine, and the service against them; puts orders, waits for their
 * invoices, and asks the Actuator how the service is.
 */
public final class LocalBilling {

    private static final int ORDERS = 20;
    private static final List<String> CUSTOMERS = List.of("alice", "bob", "carol");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final InMemoryKinesis streams = InMemoryKinesis.create();
    private final PrintStream out;

    private LocalBilling(PrintStream out) {
        this.out = out;
    }

    /** Ends with exit code 0 when all invoices have come; with {@code -Dstay=true} it runs until it is stopped. */
    public static void main(String[] args) throws Exception {
        int code = run(System.out, Boolean.getBoolean("stay"));
        System.out.flush();
        if (code != 0) {
            System.exit(code);
        }
    }

    /** @return the exit code */
    static int run(PrintStream out, boolean stay) throws Exception {
        return new LocalBilling(out).run(stay);
    }

    private int run(boolean stay) throws Exception {
        LoggingSystem.get(getClass().getClassLoader()).beforeInitialize(); // quiet until application.yaml is read
        streams.createStream("orders", 4);
        streams.createStream("invoices", 1);
        try (HttpKinesis kinesis = HttpKinesis.start(streams);
                DynamoDbLocal dynamoDb = DynamoDbLocal.serverProcess();
                ConfigurableApplicationContext service = SpringApplication.run(
                        Billing.class,
                        "--spring.profiles.active=local",
                        "--kinesis.endpoint=" + kinesis.endpoint(),
                        "--dynamodb.endpoint=" + dynamoDb.endpoint())) {
            putOrders();
            boolean complete = awaitInvoices();
            List<StoredRecord> invoices = streams.records("invoices");
            out.printf("%d orders were put, %d invoices came.%n", ORDERS, invoices.size());
            invoices.stream().limit(3).forEach(invoice -> out.println("  " + text(invoice)));
            URI health = URI.create("http://localhost:"
                    + service.getEnvironment().getRequiredProperty("local.server.port")
                    + "/actuator/health/readiness");
            out.printf("%s says %s%n", health, get(health));
            if (stay) {
                out.println("The service runs until you stop this program.");
                Thread.currentThread().join();
            }
            return complete ? 0 : 1;
        }
    }

    private void putOrders() throws Exception {
        ObjectMapper json = new ObjectMapper();
        for (int i = 0; i < ORDERS; i++) {
            String customer = CUSTOMERS.get(i % CUSTOMERS.size());
            Order order = new Order(1 + i / CUSTOMERS.size(), customer, 1 + i % 4, 250);
            streams.put("orders", customer, json.writeValueAsBytes(order));
        }
    }

    /** Records may come twice, never less than once. */
    private boolean awaitInvoices() {
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> streams.records("invoices").size() >= ORDERS);
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    private static String text(StoredRecord record) {
        return new String(record.data(), StandardCharsets.UTF_8);
    }

    private static String get(URI address) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
