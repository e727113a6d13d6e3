// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.http;

import io.camelkinesis.test.kinesis.InMemoryKinesis;
import java.net.URI;

/**
 * An in-memory Kinesis behind HTTP on the loopback interface, for clients in other JVMs: any AWS SDK, with its endpoint set
 * to {@link #endpoint()}, any region and any credentials. Signatures are not checked.
 *
 * <p>It speaks AWS JSON 1.1 and AWS CBOR 1.1, over HTTP/1.1 with keep-alive and over HTTP/2 without TLS (which the SDK's
 * asynchronous Kinesis client begins with); subscriptions as event streams over both. Operations that the model does not have are answered with
 * UnknownOperationException. A request or a reply that the model loses on purpose ends the connection without an answer;
 * over HTTP/2 all calls of that connection lose theirs. Answers carry the model's time in the header Date.
 *
 * <p>It takes calls of at most 16 MiB, runs at most 64 at once and keeps at most 4,096 connections.
 */
public interface HttpKinesis extends AutoCloseable {

    /**
     * Opens one in this JVM, on a free port.
     *
     * @param kinesis what answers; its faults, limits and clock are those of the service
     */
    static HttpKinesis start(InMemoryKinesis kinesis) {
        return start(kinesis, 0);
    }

    /**
     * Opens one in this JVM.
     *
     * @param kinesis what answers
     * @param port where; 0 for a free port
     * @throws IllegalStateException if the port is taken
     */
    static HttpKinesis start(InMemoryKinesis kinesis, int port) {
        return KinesisHttpServer.start(kinesis, port);
    }

    /**
     * Starts an in-memory Kinesis in a child process on a free port. It ends with {@link #close()}, and at the latest with
     * this JVM, however that ends.
     *
     * @param options those of {@link KinesisServer}, for example {@code "--stream", "orders:4"}
     * @throws IllegalStateException if it does not listen within 60 seconds
     */
    static HttpKinesis serverProcess(String... options) {
        return KinesisProcess.start(options);
    }

    /** Where clients find it, for example {@code http://127.0.0.1:41235}. */
    URI endpoint();

    /** Ends it; its connections end with it. */
    @Override
    void close();
}
