// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.checkpointed.kcl.Kcl;
import io.camelkinesis.test.kinesis.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

/** Records of a key that wait are put as one, which others read and this component reads. */
class AggregationTest {

    private static final int RECORDS = 100;
    private static final List<String> BODIES =
            IntStream.range(0, RECORDS).mapToObj(i -> "m" + i).toList();

    private final RunningRoutes routes = new RunningRoutes();
    private final List<String> read = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        routes.close();
    }

    private Exchange put(String options) throws Exception {
        routes.kinesis().createStream("orders", 2);
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to("kinesis-cp:orders?aggregation=true&splitBody=true&linger=300" + options);
                from(routes.uri("orders"))
                        .process(exchange -> read.add(exchange.getMessage().getBody(String.class)));
            }
        });
        return routes.context().createProducerTemplate().request("direct:in", exchange -> {
            exchange.getMessage().setBody(BODIES);
            exchange.getMessage().setHeader(KinesisCheckpointedConstants.PARTITION_KEY, "a");
        });
    }

    private List<StoredRecord> stored() {
        return routes.kinesis().records("orders");
    }

    private List<KinesisClientRecord> readByKcl() {
        return stored().stream()
                .flatMap(record -> Kcl.deliver(record.data(), Kcl.ALL).stream())
                .toList();
    }

    @Test
    void whatWaitsOfAKeyIsReadBackByKclAndByOurConsumer() throws Exception {
        assertThat(put("").getException()).isNull();
        assertThat(stored()).hasSize(1);
        assertThat(readByKcl()).allMatch(record -> record.partitionKey().equals("a"));
        assertThat(readByKcl().stream().map(record -> new String(Kcl.bytes(record), StandardCharsets.UTF_8)))
                .isEqualTo(BODIES);
        routes.awaitCommitted("orders", 1);
        assertThat(read).isEqualTo(BODIES);
    }

    @Test
    void noAggregateIsLargerThanItsLimit() throws Exception {
        assertThat(put("&aggregationMaxBytes=200").getException()).isNull();
        assertThat(stored()).hasSizeBetween(5, 50).allMatch(record -> record.data().length + 1 <= 200);
        assertThat(readByKcl().stream().map(record -> new String(Kcl.bytes(record), StandardCharsets.UTF_8)))
                .isEqualTo(BODIES);
    }
}
