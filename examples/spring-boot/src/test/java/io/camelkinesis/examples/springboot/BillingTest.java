// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelkinesis.test.dynamodb.DynamoDbLocal;
import io.camelkinesis.test.http.HttpKinesis;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.camelkinesis.test.kinesis.StoredRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpStatus;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ActiveProfiles("local")
@DirtiesContext
class BillingTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final InMemoryKinesis STREAMS = InMemoryKinesis.create();

    /** Both end with this JVM, later than the service. */
    private static final HttpKinesis KINESIS = HttpKinesis.start(STREAMS);

    private static final DynamoDbLocal DYNAMO_DB = DynamoDbLocal.serverProcess();

    @Autowired
    private TestRestTemplate service;

    private final ObjectMapper json = new ObjectMapper();

    @DynamicPropertySource
    static void addresses(DynamicPropertyRegistry properties) {
        STREAMS.createStream("orders", 4);
        STREAMS.createStream("invoices", 2);
        properties.add("kinesis.endpoint", KINESIS::endpoint);
        properties.add("dynamodb.endpoint", DYNAMO_DB::endpoint);
    }

    @Test
    void theInvoicesOfACustomerComeInTheOrderOfTheOrders() throws Exception {
        List<String> customers = List.of("alice", "bob", "carol");
        for (int number = 1; number <= 10; number++) {
            for (String customer : customers) {
                Order order = new Order(number, customer, 3, 250);
                STREAMS.put("orders", customer, json.writeValueAsBytes(order));
            }
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(customers).allSatisfy(customer -> assertThat(invoices(customer))
                        .containsExactlyElementsOf(IntStream.rangeClosed(1, 10)
                                .mapToObj(number -> new Invoice(number, customer, 750))
                                .toList())));
        await().atMost(PATIENCE).until(() -> readiness() == HttpStatus.OK);
    }

    @Test
    void theActuatorHasTheMeters() {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        service.getForObject("/actuator/metrics/camel.kinesis.cp.shards", String.class))
                .contains("\"value\":4.0"));
    }

    @Test
    void anOrderThatCannotBeReadTurnsReadinessDownAndSaysWhy() {
        STREAMS.put("orders", "mallory", "no JSON");
        await().atMost(PATIENCE).until(() -> readiness() == HttpStatus.SERVICE_UNAVAILABLE);
        assertThat(service.getForObject("/actuator/health", String.class))
                .contains("\"consumer:billing\":\"DOWN\"")
                .contains("JsonParseException");
        assertThat(service.getForEntity("/actuator/health/liveness", String.class)
                        .getStatusCode())
                .isEqualTo(HttpStatus.OK);
    }

    private HttpStatus readiness() {
        return HttpStatus.valueOf(service.getForEntity("/actuator/health/readiness", String.class)
                .getStatusCode()
                .value());
    }

    private List<Invoice> invoices(String customer) {
        return STREAMS.records("invoices").stream()
                .map(this::invoice)
                .filter(invoice -> invoice.customer().equals(customer))
                .toList();
    }

    private Invoice invoice(StoredRecord record) {
        try {
            return json.readValue(record.data(), Invoice.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
