// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.checkpointed.aws.StubAws.Answer;
import io.camelkinesis.engine.model.Member;
import io.camelkinesis.engine.model.StreamId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** Routes that store in transactions which nobody answers, beside heartbeats. */
class LeaseTableClientsTest {

    private static final StreamId STREAM = StreamId.of("orders");
    private static final int ROUTES = 32;

    private final CountDownLatch slow = new CountDownLatch(1);
    private final AtomicInteger transactions = new AtomicInteger();
    private final StubAws stub = StubAws.start(request -> {
        if (request.header("X-Amz-Target").endsWith("TransactWriteItems")) {
            transactions.incrementAndGet();
            awaitRelease();
        }
        return Answer.json("{}");
    });
    private final LeaseTableClients clients = LeaseTableClients.open(stub.access(), 8, 2, 8);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        slow.countDown();
        threads.shutdownNow();
        clients.close();
        stub.close();
    }

    private void awaitRelease() {
        try {
            slow.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void transactionsOfRoutesDoNotHoldUpHeartbeats() throws Exception {
        DynamoDbLeaseStore store =
                new DynamoDbLeaseStore(clients, "leases", Duration.ofSeconds(15), threads, threads, TestTable.CLOCK);
        for (int i = 0; i < ROUTES; i++) {
            threads.execute(this::store);
        }
        await().until(() -> transactions.get() >= 8);
        for (int beat = 1; beat <= 6; beat++) {
            Member member = new Member("me", beat, null, "host", 1);
            assertThat(store.beat(STREAM, member).toCompletableFuture().get(30, TimeUnit.SECONDS))
                    .isTrue();
            assertThat(store.members(STREAM).toCompletableFuture().get(30, TimeUnit.SECONDS))
                    .isEmpty();
        }
        assertThat(slow.getCount()).as("no transaction has been answered").isEqualTo(1);
    }

    private void store() {
        clients.others()
                .transactWriteItems(t -> t.transactItems(TransactWriteItem.builder()
                        .put(Put.builder()
                                .tableName("results")
                                .item(Map.of("id", AttributeValue.fromS("1")))
                                .build())
                        .build()));
    }
}
