// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.checkpointed.KinesisCheckpointedConstants;
import io.camelkinesis.checkpointed.RecordTooLargeException;
import io.camelkinesis.test.http.HttpKinesis;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.camelkinesis.test.kinesis.Operation;
import io.camelkinesis.test.kinesis.StoredRecord;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** Records as large as Kinesis takes, over HTTP. */
class LargeRecordsProofTest {

    private static final int LIMIT = 10 << 20;
    private static final int RECORDS = 3;
    private static final String KEY = "key";

    @Test
    void recordsOfTenMebibytes() throws Exception {
        InMemoryKinesis kinesis = InMemoryKinesis.create();
        kinesis.createStream("orders", 1);
        kinesis.client()
                .updateMaxRecordSize(u -> u.streamARN(kinesis.arnOf("orders")).maxRecordSizeInKiB(LIMIT >> 10));
        try (HttpKinesis server = HttpKinesis.start(kinesis);
                DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.start();
            String uri = "kinesis-cp:orders?region=us-east-1&accessKey=test&secretKey=test&overrideEndpoint=true"
                    + "&uriEndpointOverride=" + server.endpoint();
            ProducerTemplate template = camel.createProducerTemplate();
            for (int i = 0; i < RECORDS; i++) {
                Exchange exchange = send(template, uri, payload(i, LIMIT - KEY.length()));
                assertThat(exchange.getException()).isNull();
            }
            assertThat(send(template, uri, new byte[LIMIT]).getException())
                    .isInstanceOfSatisfying(RecordTooLargeException.class, e -> assertThat(e.limit())
                            .isEqualTo(LIMIT));
            List<StoredRecord> stored = kinesis.records("orders");
            assertThat(stored).hasSize(RECORDS);
            for (int i = 0; i < RECORDS; i++) {
                assertThat(stored.get(i).data()).isEqualTo(payload(i, LIMIT - KEY.length()));
            }
        }
        System.out.printf(
                Locale.ROOT,
                "FIGURE producer.4 %d records of 10 MiB, key included, put over HTTP in %d requests and stored byte for"
                        + " byte; one of 3 bytes more failed with RecordTooLargeException%n",
                RECORDS,
                kinesis.calls(Operation.PUT_RECORDS));
    }

    private static Exchange send(ProducerTemplate template, String uri, byte[] body) {
        return template.send(uri, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeader(KinesisCheckpointedConstants.PARTITION_KEY, KEY);
        });
    }

    private static byte[] payload(int seed, int size) {
        byte[] bytes = new byte[size];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }
}
