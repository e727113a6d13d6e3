// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.test.http.HttpKinesis;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/**
 * A partition key that ends in half a surrogate pair, as a text has that was cut in the middle of an emoji, cannot be encoded:
 * the SDK throws before it sends anything. Its own exchange must fail at once, with a typed exception, and nobody else's.
 */
class PoisonKeyTest {

    /** That the time is enough: this one passes. */
    @Test
    void controlAllArePutWhenTheKeyIsGood() throws Exception {
        put21("cut");
    }

    @Test
    void aKeyThatCannotBeEncodedFailsItsOwnExchangeAndHoldsUpNoOther() throws Exception {
        put21("cut \uD83D");
    }

    private static void put21(String tenth) throws Exception {
        InMemoryKinesis kinesis = InMemoryKinesis.create();
        kinesis.createStream("orders", 1);
        try (HttpKinesis http = HttpKinesis.start(kinesis);
                DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.start();
            String uri =
                    "kinesis-cp:orders?region=us-east-1&accessKey=key&secretKey=secret&linger=1s&overrideEndpoint=true"
                            + "&uriEndpointOverride=" + http.endpoint();
            put(camel, uri, "warm").get();
            List<Future<Exchange>> good = new ArrayList<>();
            CompletableFuture<Exchange> bad = null;
            for (int i = 0; i < 21; i++) {
                if (i == 10) {
                    bad = put(camel, uri, tenth);
                } else {
                    good.add(put(camel, uri, "good" + i));
                }
            }

            await("all others").atMost(Duration.ofSeconds(10)).until(() -> good.stream()
                    .allMatch(Future::isDone));
            await("the one").atMost(Duration.ofSeconds(10)).until(bad::isDone);
            if (tenth.equals("cut")) {
                assertThat(bad.get().getException()).isNull();
            } else {
                assertThat(bad.get().getException()).isInstanceOf(KinesisProducerException.class);
                assertThat(kinesis.records("orders")).hasSize(21);
            }
        }
    }

    private static CompletableFuture<Exchange> put(DefaultCamelContext camel, String uri, String key) {
        return camel.createProducerTemplate().asyncSend(uri, exchange -> {
            exchange.getMessage().setBody("x");
            exchange.getMessage().setHeader("CamelAwsKinesisPartitionKey", key);
        });
    }
}
