// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.test.junit.KinesisExtension;
import io.camelkinesis.test.junit.TestKinesis;
import io.camelkinesis.test.kinesis.Fault;
import io.camelkinesis.test.kinesis.Operation;
import io.camelkinesis.test.kinesis.StoredRecord;
import java.util.List;
import java.util.Properties;
import java.util.stream.IntStream;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.spi.Registry;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** With Camel's own test support: a new Camel context and an empty Kinesis for each test. */
class OrdersRouteTest extends CamelTestSupport {

    @RegisterExtension
    static final KinesisExtension KINESIS = KinesisExtension.inMemory();

    private final TestKinesis kinesis = KINESIS.get();
    private final FakeWarehouse warehouse = new FakeWarehouse();

    @Override
    protected void setupResources() {
        kinesis.reset();
        kinesis.createStream("orders", 1);
        kinesis.createStream("invoices", 1);
    }

    @Override
    protected void bindToRegistry(Registry registry) {
        kinesis.beans().forEach(registry::bind);
        registry.bind("warehouse", warehouse);
    }

    @Override
    protected Properties useOverridePropertiesWithPropertiesComponent() {
        Properties fast = new Properties();
        fast.setProperty("orders.commitPeriod", "100ms");
        fast.setProperty("orders.replayDelay", "100ms");
        return fast;
    }

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new OrdersRoute();
    }

    @Test
    void everyOrderIsShippedAndInvoiced() {
        kinesis.put("orders", "ada", "tea");
        StoredRecord last = kinesis.put("orders", "grace", "coffee");

        await().untilAsserted(() -> assertThat(invoices("ada")).containsExactly("invoice for tea"));
        await().untilAsserted(() -> assertThat(invoices("grace")).containsExactly("invoice for coffee"));
        assertThat(warehouse.shipped()).containsExactlyInAnyOrder("tea", "coffee");
        await().untilAsserted(() -> assertThat(kinesis.checkpoint("checkpoints", "orders", last.shard()))
                .contains(last.sequence()));
    }

    @Test
    void anOrderThatFailsIsDeliveredAgainAndTheCheckpointWaitsForIt() {
        warehouse.lacks("caviar");
        StoredRecord before = kinesis.put("orders", "ada", "tea");
        kinesis.put("orders", "ada", "caviar");
        StoredRecord last = kinesis.put("orders", "grace", "coffee");

        await().until(() -> warehouse.asked().stream().filter("caviar"::equals).count() >= 3);
        await().untilAsserted(() -> assertThat(warehouse.shipped()).containsExactlyInAnyOrder("tea", "coffee"));
        await().untilAsserted(() -> assertThat(kinesis.checkpoint("checkpoints", "orders", last.shard()))
                .contains(before.sequence()));

        warehouse.hasAgain("caviar");

        await().untilAsserted(() -> assertThat(kinesis.checkpoint("checkpoints", "orders", last.shard()))
                .contains(last.sequence()));
        assertThat(warehouse.shipped()).containsExactlyInAnyOrder("tea", "coffee", "caviar");
    }

    @Test
    void theOrderOfACustomerIsKeptWhenTheShardIsSplit() {
        List<String> orders = IntStream.range(0, 40).mapToObj(i -> "order " + i).toList();

        orders.subList(0, 20).forEach(order -> kinesis.put("orders", "ada", order));
        kinesis.split("orders", kinesis.shardFor("orders", "ada"));
        orders.subList(20, 40).forEach(order -> kinesis.put("orders", "ada", order));

        await().until(() -> warehouse.shipped().size() == 40);
        assertThat(warehouse.shipped()).isEqualTo(orders);
        assertThat(kinesis.openShards("orders")).hasSize(2);
    }

    @Test
    void nothingIsLostWhenCallsFail() {
        kinesis.failNext(Operation.GET_RECORDS, Fault.EMPTY_READ, Fault.ITERATOR_EXPIRED);
        kinesis.failNext(Operation.PUT_RECORDS, Fault.REQUEST_LOST, Fault.THROTTLED);

        kinesis.put("orders", "ada", "tea");

        await().untilAsserted(() -> assertThat(invoices("ada")).containsExactly("invoice for tea"));
        assertThat(warehouse.shipped()).containsExactly("tea");
    }

    @Test
    void invoicesOfACustomerStandInOrderAlsoWhenKinesisRejectsThem() {
        kinesis.failNext(Operation.PUT_RECORDS, Fault.rejecting(0), Fault.rejecting(0));

        IntStream.range(0, 10).forEach(i -> kinesis.put("orders", "ada", "order " + i));

        await().until(() -> invoices("ada").size() == 10);
        assertThat(invoices("ada"))
                .containsExactlyElementsOf(IntStream.range(0, 10)
                        .mapToObj(i -> "invoice for order " + i)
                        .toList());
    }

    private List<String> invoices(String customer) {
        return kinesis.records("invoices").stream()
                .filter(record -> record.partitionKey().equals(customer))
                .map(StoredRecord::text)
                .toList();
    }
}
