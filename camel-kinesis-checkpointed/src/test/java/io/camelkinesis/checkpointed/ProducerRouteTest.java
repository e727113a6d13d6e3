// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.test.kinesis.FaultPlan;
import io.camelkinesis.test.kinesis.Operation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From Kinesis to Kinesis: what was not put is not committed. */
class ProducerRouteTest {

    private static final int RECORDS = 40;

    private final RunningRoutes routes = new RunningRoutes();

    @AfterEach
    void stop() {
        routes.close();
    }

    private List<String> copied() {
        return routes.kinesis().records("copies").stream()
                .map(r -> new String(r.data(), StandardCharsets.UTF_8))
                .toList();
    }

    private void refusePuts(double chance) {
        routes.kinesis()
                .faults(FaultPlan.seeded(11)
                        .recordRejected(chance)
                        .only(Operation.PUT_RECORDS)
                        .build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"checkpointLimit=1024", "batchSize=8"})
    void nothingIsCommittedThatWasNotPut(String option) throws Exception {
        routes.kinesis().createStream("orders", 1);
        routes.kinesis().createStream("copies", 2);
        for (int i = 0; i < RECORDS; i++) {
            routes.kinesis().put("orders", "key-" + i % 4, "m" + i);
        }
        refusePuts(1);
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                from(routes.uri("orders", "batchPeriod=" + (option.startsWith("batch") ? "50ms" : "0"), option))
                        .to("kinesis-cp:copies?maxRetries=1&retryDelay=1");
            }
        });
        await().until(() -> routes.kinesis().calls(Operation.PUT_RECORDS) > 20);
        assertThat(routes.committed("orders")).isZero();
        assertThat(copied()).isEmpty();

        routes.kinesis().calm();
        await().until(() -> {
            long committed = routes.committed("orders");
            List<String> there = copied();
            assertThat(there)
                    .containsAll(IntStream.range(0, (int) committed)
                            .mapToObj(i -> "m" + i)
                            .toList());
            return committed == RECORDS;
        });
        assertThat(copied().stream().distinct()).hasSize(RECORDS);
        assertThat(routes.kinesis().records("orders")).as("nothing came back").hasSize(RECORDS);
    }

    @Test
    void aCopyOfAStreamKeepsTheOrderOfEachKeyWhilePutsAreRejected() throws Exception {
        routes.kinesis().createStream("orders", 1);
        routes.kinesis().createStream("copies", 2);
        for (int i = 0; i < 200; i++) {
            routes.kinesis().put("orders", "key-" + i % 10, "m" + i);
        }
        refusePuts(0.3);
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                from(routes.uri("orders")).to("kinesis-cp:copies?retryDelay=1&maxRetryDelay=5");
            }
        });
        routes.awaitCommitted("orders", 200);
        for (int key = 0; key < 10; key++) {
            String name = "key-" + key;
            int first = key;
            assertThat(routes.kinesis().records("copies").stream()
                            .filter(r -> r.partitionKey().equals(name))
                            .map(r -> new String(r.data(), StandardCharsets.UTF_8)))
                    .isEqualTo(IntStream.range(0, 20)
                            .mapToObj(i -> "m" + (first + 10 * i))
                            .toList());
        }
    }
}
