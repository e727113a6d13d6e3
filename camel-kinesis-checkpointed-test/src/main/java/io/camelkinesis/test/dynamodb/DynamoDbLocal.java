// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.dynamodb;

import java.net.URI;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * A DynamoDB for tests: Amazon's DynamoDB Local, in memory, without its telemetry. Empty at first; gone with
 * {@link #close()}.
 *
 * <p>It stores, checks conditions, pages and deletes expired rows as DynamoDB does, but it never throttles.
 */
public interface DynamoDbLocal extends AutoCloseable {

    /**
     * One inside this JVM, without a port. Answers carry no HTTP headers. It leaves threads behind that are no daemons,
     * even after {@link #close()}: a program that used it ends by {@link System#exit} only (a test run ends anyway).
     */
    static DynamoDbLocal inProcess() {
        return EmbeddedDynamoDb.start();
    }

    /**
     * One in a child process that listens on a free port of the loopback interface. It ends with {@link #close()}, and
     * at the latest with this JVM, however that ends.
     *
     * @throws IllegalStateException if it does not answer within 60 seconds
     */
    static DynamoDbLocal serverProcess() {
        return serverProcess(0);
    }

    /**
     * One in a child process, as {@link #serverProcess()}.
     *
     * @param port where on the loopback interface; 0 for a free port
     * @throws IllegalStateException if it does not answer within 60 seconds, for example because the port is taken
     */
    static DynamoDbLocal serverProcess(int port) {
        return DynamoDbProcess.start(port);
    }

    /** A client of it. Closed together with it. */
    DynamoDbClient client();

    /**
     * Where other clients, and other processes, find it. Any credentials and any region see the same tables.
     *
     * @throws IllegalStateException if it runs in process and so has no address
     */
    URI endpoint();

    @Override
    void close();
}
