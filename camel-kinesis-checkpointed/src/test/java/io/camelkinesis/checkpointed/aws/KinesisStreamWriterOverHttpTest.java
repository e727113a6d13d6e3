// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import io.camelkinesis.engine.produce.StreamWriter;
import io.camelkinesis.test.contract.StreamWriterContract;
import io.camelkinesis.test.http.HttpKinesis;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** The writer, with our own clients, against the in-memory Kinesis over HTTP, in both protocols. */
class KinesisStreamWriterOverHttpTest {

    private static InMemoryKinesis kinesis;
    private static HttpKinesis server;
    private static ExecutorService threads;
    private static StreamClients cbor;
    private static StreamClients json;

    @BeforeAll
    static void start() {
        kinesis = InMemoryKinesis.create();
        server = HttpKinesis.start(kinesis);
        threads = Executors.newFixedThreadPool(4);
        AwsAccess access = LocalAccess.to(server.endpoint()).build();
        cbor = StreamClients.open(access, 4);
        json = StreamClients.open(access.toBuilder().cborEnabled(false).build(), 4);
    }

    @AfterAll
    static void stop() {
        cbor.close();
        json.close();
        threads.shutdownNow();
        server.close();
    }

    @Nested
    class InCbor extends StreamWriterContract {
        @Override
        protected StreamWriter writer() {
            return new KinesisStreamWriter(cbor, threads);
        }

        @Override
        protected KinesisClient client() {
            return kinesis.client();
        }
    }

    @Nested
    class InJson extends StreamWriterContract {
        @Override
        protected StreamWriter writer() {
            return new KinesisStreamWriter(json, threads);
        }

        @Override
        protected KinesisClient client() {
            return kinesis.client();
        }
    }
}
