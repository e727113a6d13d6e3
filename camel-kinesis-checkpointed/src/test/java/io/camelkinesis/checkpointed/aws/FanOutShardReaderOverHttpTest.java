// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import io.camelkinesis.engine.consume.ShardReader;
import io.camelkinesis.test.contract.ShardReaderContract;
import io.camelkinesis.test.http.HttpKinesis;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** Subscriptions through real clients of the SDK, against the in-memory Kinesis, over HTTP/2 and HTTP/1.1. */
class FanOutShardReaderOverHttpTest {

    private static final InMemoryKinesis KINESIS = InMemoryKinesis.create();

    private static HttpKinesis server;
    private static RealTimers timers;
    private static KinesisAsyncClient http2;
    private static KinesisAsyncClient http1;

    @BeforeAll
    static void start() {
        server = HttpKinesis.start(KINESIS);
        timers = new RealTimers();
        http2 = AsyncClients.ours(server.endpoint());
        http1 = AsyncClients.overHttp1(server.endpoint());
    }

    @AfterAll
    static void stop() {
        http2.close();
        http1.close();
        timers.close();
        server.close();
    }

    abstract static class OverHttp extends ShardReaderContract {

        private ContractFanOut readers;

        abstract KinesisAsyncClient subscriptions();

        @Override
        protected ShardReader reader() {
            readers = new ContractFanOut(
                    KINESIS.client(),
                    consumers ->
                            new FanOutShardReader(subscriptions(), consumers, timers::execute, timers, timers, null));
            return readers;
        }

        @AfterEach
        void unsubscribe() {
            readers.close();
        }

        @Override
        protected KinesisClient client() {
            return KINESIS.client();
        }
    }

    @Nested
    class Http2 extends OverHttp {
        @Override
        KinesisAsyncClient subscriptions() {
            return http2;
        }
    }

    @Nested
    class Http1 extends OverHttp {
        @Override
        KinesisAsyncClient subscriptions() {
            return http1;
        }
    }
}
