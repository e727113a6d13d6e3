// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.http;

import io.camelkinesis.test.kinesis.InMemoryKinesis;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** The HTTP face in this JVM, on Jetty. HTTP/1.1, and HTTP/2 for clients that begin with it. */
final class KinesisHttpServer implements HttpKinesis {

    private static final int THREADS = 64;
    private static final int FIRST_THREADS = 4;
    private static final int CONNECTIONS = 4_096;
    private static final int HEADER_BYTES = 16 << 10;

    /** Longer than the SDK's clients keep an idle connection, so that they never meet one that was just closed. */
    private static final Duration IDLE = Duration.ofMinutes(5);

    private final Server server;
    private final URI endpoint;
    private final Runnable onClose;

    private KinesisHttpServer(Server server, int port, Runnable onClose) {
        this.server = server;
        this.onClose = onClose;
        this.endpoint = URI.create("http://" + loopback() + ":" + port);
    }

    static KinesisHttpServer start(InMemoryKinesis kinesis, int port) {
        KinesisAsyncClient subscriptions = kinesis.asyncClient();
        try {
            return start(
                    new KinesisHandler(
                            new KinesisService(kinesis.client()), new SubscriptionService(subscriptions), kinesis::now),
                    port,
                    subscriptions::close);
        } catch (RuntimeException e) {
            subscriptions.close();
            throw e;
        }
    }

    static KinesisHttpServer start(KinesisHandler handler, int port, Runnable onClose) {
        Server server = new Server(threads());
        ServerConnector connector = connector(server, port);
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(CONNECTIONS, connector));
        server.setHandler(handler);
        server.setErrorHandler(handler::complain);
        try {
            server.start();
        } catch (Exception e) {
            stop(server);
            throw new IllegalStateException(
                    "The HTTP face of the in-memory Kinesis cannot listen on " + loopback() + ":" + port
                            + "; port 0 takes a free one",
                    e);
        }
        return new KinesisHttpServer(server, connector.getLocalPort(), onClose);
    }

    private static String loopback() {
        return InetAddress.getLoopbackAddress().getHostAddress();
    }

    private static QueuedThreadPool threads() {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, FIRST_THREADS);
        threads.setName("http-kinesis");
        threads.setDaemon(true);
        return threads;
    }

    private static ServerConnector connector(Server server, int port) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendDateHeader(false);
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEADER_BYTES);
        ServerConnector connector =
                new ServerConnector(server, new HttpConnectionFactory(http), new HTTP2CServerConnectionFactory(http));
        connector.setHost(loopback());
        connector.setPort(port);
        connector.setIdleTimeout(IDLE.toMillis());
        return connector;
    }

    @Override
    public URI endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        onClose.run();
        stop(server);
    }

    private static void stop(Server server) {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The HTTP face of the in-memory Kinesis did not stop", e);
        }
    }
}
