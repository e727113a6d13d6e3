// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.DefaultHeaderFilterStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What headerFilterStrategy keeps back, and what it does not. */
class HeaderFilterTest {

    private static final String SHARD = "shardId-000000000000";

    private final RunningRoutes routes = new RunningRoutes();

    @BeforeEach
    void createStreams() {
        routes.kinesis().createStream("orders", 1);
        routes.kinesis().createStream("copies", 1);
        routes.kinesis().createStream("payments", 2);
    }

    @AfterEach
    void stop() {
        routes.close();
    }

    private void bind(Set<String> in, Set<String> out) {
        DefaultHeaderFilterStrategy strategy = new DefaultHeaderFilterStrategy();
        strategy.setInFilterStartsWith(); // Camel 4.22's has all of Camel in both
        strategy.setOutFilterStartsWith();
        strategy.setInFilter(in);
        strategy.setOutFilter(out);
        routes.context().getRegistry().bind("filter", strategy);
    }

    private void bindAllOfCamel() {
        DefaultHeaderFilterStrategy strategy = new DefaultHeaderFilterStrategy();
        strategy.setInFilterStartsWith(DefaultHeaderFilterStrategy.CAMEL_FILTER_STARTS_WITH);
        strategy.setOutFilterStartsWith(DefaultHeaderFilterStrategy.CAMEL_FILTER_STARTS_WITH);
        routes.context().getRegistry().bind("filter", strategy);
    }

    private Exchange exchange(Object body, Map<String, Object> headers) {
        Exchange exchange = new DefaultExchange(routes.context());
        exchange.getMessage().setBody(body);
        exchange.getMessage().setHeaders(new HashMap<>(headers));
        return exchange;
    }

    private Exchange send(String uri, Exchange exchange) {
        return routes.context().createProducerTemplate().send(uri, exchange);
    }

    private List<String> stored(String stream) {
        return routes.kinesis().records(stream).stream()
                .map(r -> r.partitionKey() + "=" + new String(r.data(), StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void aProducerDoesNotHeedWhatIsFilteredOut() {
        bind(
                Set.of(),
                Set.of(
                        KinesisCheckpointedConstants.STREAM_NAME,
                        KinesisCheckpointedConstants.PARTITION_KEY,
                        KinesisCheckpointedConstants.EXPLICIT_HASH_KEY));
        routes.context().start();
        Map<String, Object> hostile = Map.of(
                KinesisCheckpointedConstants.PARTITION_KEY, "theirs",
                KinesisCheckpointedConstants.EXPLICIT_HASH_KEY, "no number",
                KinesisCheckpointedConstants.STREAM_NAME, "copies");
        String uri = "kinesis-cp:payments?headerFilterStrategy=#filter";
        assertThat(send(uri, exchange("a", hostile)).getException()).isInstanceOf(MissingPartitionKeyException.class);
        Exchange put = send(uri + "&partitionKey=ours", exchange("a", hostile));
        assertThat(put.getException()).isNull();
        assertThat(put.getMessage().getHeader(KinesisCheckpointedConstants.ATTEMPTS))
                .isEqualTo(1);
        assertThat(put.getMessage().getHeader(KinesisCheckpointedConstants.PARTITION_KEY))
                .as("no header of the message is taken away")
                .isEqualTo("theirs");
        List<Exchange> many = List.of(exchange("b", hostile), exchange("c", hostile));
        assertThat(send(uri + "&partitionKey=ours", exchange(many, hostile)).getException())
                .isNull();
        assertThat(stored("payments")).containsExactly("ours=a", "ours=b", "ours=c");
        assertThat(stored("copies")).isEmpty();
    }

    @Test
    void theComponentsIsThatOfItsEndpoints() {
        bind(Set.of(KinesisCheckpointedConstants.SEQUENCE_NUMBER), Set.of(KinesisCheckpointedConstants.STREAM_NAME));
        routes.context()
                .getComponent("kinesis-cp", KinesisCheckpointedComponent.class)
                .getConfiguration()
                .setHeaderFilterStrategy(
                        routes.context().getRegistry().lookupByNameAndType("filter", HeaderFilterStrategy.class));
        routes.context().start();
        Exchange put = send(
                "kinesis-cp:orders",
                exchange(
                        "a",
                        Map.of(
                                KinesisCheckpointedConstants.PARTITION_KEY, "ada",
                                KinesisCheckpointedConstants.STREAM_NAME, "copies")));
        assertThat(stored("orders")).containsExactly("ada=a");
        assertThat(put.getMessage().getHeaders())
                .as("outcomes are filtered in")
                .containsKey(KinesisCheckpointedConstants.SHARD_ID)
                .doesNotContainKey(KinesisCheckpointedConstants.SEQUENCE_NUMBER);
    }

    private List<Message> consume(String... options) throws Exception {
        List<Message> seen = new CopyOnWriteArrayList<>();
        routes.put("orders", 2);
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                from(routes.uri("orders", options))
                        .process(exchange -> seen.add(exchange.getMessage().copy()))
                        .to("kinesis-cp:copies?partitionKey=ours");
            }
        });
        routes.awaitCommitted("orders", 2);
        return seen;
    }

    @Test
    void aConsumerSetsOnlyWhatIsNotFilteredIn() throws Exception {
        bindAllOfCamel();
        assertThat(consume("headerFilterStrategy=#filter")).hasSize(2).allSatisfy(message -> assertThat(
                        message.getHeaders())
                .containsOnlyKeys(KinesisCheckpointedConstants.CHECKPOINT, KinesisCheckpointedConstants.SOURCE_STREAM));
        assertThat(stored("copies")).containsExactly("ours=m0", "ours=m1");
    }

    @Test
    void aBatchAndItsRecordsToo() throws Exception {
        bindAllOfCamel();
        List<Message> inner = new ArrayList<>();
        assertThat(consume("headerFilterStrategy=#filter", "batchSize=2", "batchPeriod=10s"))
                .singleElement()
                .satisfies(batch -> {
                    assertThat(batch.getHeaders())
                            .containsOnlyKeys(
                                    KinesisCheckpointedConstants.CHECKPOINT,
                                    KinesisCheckpointedConstants.SOURCE_STREAM);
                    ((List<?>) batch.getBody()).forEach(one -> inner.add(((Exchange) one).getMessage()));
                });
        assertThat(inner).hasSize(2).allSatisfy(message -> assertThat(message.getHeaders())
                .containsOnlyKeys(KinesisCheckpointedConstants.SOURCE_STREAM));
        assertThat(stored("copies")).containsExactly("ours=m0", "ours=m1");
    }

    @Test
    void aCopyDoesNotGoBackWhereItWasRead() throws Exception {
        bind(Set.of(KinesisCheckpointedConstants.SOURCE_STREAM, KinesisCheckpointedConstants.SHARD_ID), Set.of());
        assertThat(consume("headerFilterStrategy=#filter")).allSatisfy(message -> assertThat(message.getHeaders())
                .containsEntry(KinesisCheckpointedConstants.STREAM_NAME, "orders")
                .containsEntry(KinesisCheckpointedConstants.SOURCE_SHARD_ID, SHARD)
                .doesNotContainKey(KinesisCheckpointedConstants.SHARD_ID));
        assertThat(stored("copies")).hasSize(2);
        assertThat(stored("orders")).hasSize(2);
    }

    @Test
    void deadLettersToo() throws Exception {
        bindAllOfCamel();
        List<Message> dead = new CopyOnWriteArrayList<>();
        routes.put("orders", 1);
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:dead")
                        .process(exchange -> dead.add(exchange.getMessage().copy()));
                from(routes.uri(
                                "orders",
                                "headerFilterStrategy=#filter",
                                "onFailure=DEAD_LETTER",
                                "deadLetterUri=direct:dead"))
                        .throwException(new IllegalStateException("bad"));
            }
        });
        routes.awaitCommitted("orders", 1);
        assertThat(dead).singleElement().satisfies(message -> assertThat(message.getHeaders())
                .containsOnlyKeys(KinesisCheckpointedConstants.SOURCE_STREAM));
    }
}
