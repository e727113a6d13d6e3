// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.http;

import io.camelkinesis.test.contract.KinesisContract;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * The in-memory Kinesis through the real clients of the SDK: blocking, and asynchronous over HTTP/1.1 and over HTTP/2, each
 * in both protocols. kinesis-local passes the same contract.
 */
class HttpKinesisContractTest {

    private static final Map<Wire, KinesisClient> BLOCKING = new EnumMap<>(Wire.class);
    private static final Map<Wire, KinesisClient> ASYNC = new EnumMap<>(Wire.class);
    private static final Map<Wire, KinesisClient> ASYNC_HTTP2 = new EnumMap<>(Wire.class);

    private static HttpKinesis server;

    @BeforeAll
    static void start() {
        server = HttpKinesis.start(InMemoryKinesis.create());
        connect(BLOCKING, wire -> SdkClients.sync(server.endpoint(), wire));
        connect(ASYNC, wire -> async(wire, Protocol.HTTP1_1));
        connect(ASYNC_HTTP2, wire -> async(wire, Protocol.HTTP2));
    }

    private static KinesisClient async(Wire wire, Protocol http) {
        return SdkClients.blocking(SdkClients.async(server.endpoint(), wire, http));
    }

    private static void connect(Map<Wire, KinesisClient> clients, Function<Wire, KinesisClient> connect) {
        for (Wire wire : Wire.values()) {
            clients.put(wire, connect.apply(wire));
        }
    }

    @AfterAll
    static void stop() {
        BLOCKING.values().forEach(KinesisClient::close);
        ASYNC.values().forEach(KinesisClient::close);
        ASYNC_HTTP2.values().forEach(KinesisClient::close);
        server.close();
    }

    @Nested
    class BlockingInCbor extends KinesisContract {
        @Override
        protected KinesisClient client() {
            return BLOCKING.get(Wire.CBOR);
        }
    }

    @Nested
    class BlockingInJson extends KinesisContract {
        @Override
        protected KinesisClient client() {
            return BLOCKING.get(Wire.JSON);
        }
    }

    @Nested
    class AsyncInCbor extends KinesisContract {
        @Override
        protected KinesisClient client() {
            return ASYNC.get(Wire.CBOR);
        }
    }

    @Nested
    class AsyncInJson extends KinesisContract {
        @Override
        protected KinesisClient client() {
            return ASYNC.get(Wire.JSON);
        }
    }

    @Nested
    class AsyncOverHttp2InCbor extends KinesisContract {
        @Override
        protected KinesisClient client() {
            return ASYNC_HTTP2.get(Wire.CBOR);
        }
    }

    @Nested
    class AsyncOverHttp2InJson extends KinesisContract {
        @Override
        protected KinesisClient client() {
            return ASYNC_HTTP2.get(Wire.JSON);
        }
    }
}
