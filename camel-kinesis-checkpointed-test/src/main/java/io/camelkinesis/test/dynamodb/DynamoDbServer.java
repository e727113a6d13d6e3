// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.dynamodb;

import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBRequestHandler;
import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBServerHandler;
import io.camelkinesis.test.process.ParentWatch;
import java.net.InetSocketAddress;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandler;

/**
 * Main class of the child process: DynamoDB Local on the loopback interface, on the port that its argument names, 0 for a
 * free one. Prints {@code port=NNNN} as its first line and ends when its standard input ends, so that it never outlives its parent.
 *
 * <p>DynamoDB Local's own main class listens on every interface and has no option against it.
 */
final class DynamoDbServer {

    static final String PORT_LINE = "port=";

    private static final int UNUSED_PORT = 0;
    private static final boolean IN_MEMORY = true;
    private static final boolean ONE_DATABASE_FOR_ALL_CREDENTIALS = true;
    private static final boolean WITHOUT_DELAYS = false;

    private DynamoDbServer() {}

    public static void main(String[] args) throws Exception {
        Server server = new Server(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])));
        var requests = new LocalDynamoDBRequestHandler(
                UNUSED_PORT, IN_MEMORY, null, ONE_DATABASE_FOR_ALL_CREDENTIALS, WITHOUT_DELAYS);
        ContextHandler context = new ContextHandler();
        context.setHandler(new LocalDynamoDBServerHandler(requests, null));
        server.setHandler(context);
        server.start();
        System.out.println(PORT_LINE + ((ServerConnector) server.getConnectors()[0]).getLocalPort());
        ParentWatch.awaitEndOfInput();
        Runtime.getRuntime().halt(0);
    }
}
