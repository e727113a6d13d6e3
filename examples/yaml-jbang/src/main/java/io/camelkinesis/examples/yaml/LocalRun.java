// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.yaml;

import io.camelkinesis.test.dynamodb.DynamoDbLocal;
import io.camelkinesis.test.http.HttpKinesis;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.main.Main;

/** Runs the files of the example with Camel Main, against a Kinesis and a DynamoDB on this machine. The routes need no Java. */
public final class LocalRun {

    private static final int ORDERS = 20;
    private static final int LONGEST_SECONDS = 60;

    private LocalRun() {}

    /**
     * Ends with exit code 0 when every order was shipped, else with 1.
     *
     * @param args the directory of the routes and of application.properties
     */
    public static void main(String[] args) throws Exception {
        int shipped = run(Path.of(args[0]));
        System.out.printf("%d of %d orders were shipped%n", shipped, ORDERS);
        if (shipped != ORDERS) {
            System.out.flush();
            System.exit(1);
        }
    }

    /** @return how many shipments are in the stream in the end */
    static int run(Path directory) throws Exception {
        InMemoryKinesis kinesis = InMemoryKinesis.create();
        kinesis.createStream("orders", 2);
        kinesis.createStream("shipments", 1);
        try (HttpKinesis server = HttpKinesis.start(kinesis);
                DynamoDbLocal dynamoDb = DynamoDbLocal.serverProcess()) {
            Main camel = new Main();
            camel.setDefaultPropertyPlaceholderLocation("file:" + directory.resolve("application.properties"));
            camel.configure()
                    .withRoutesIncludePattern("file:" + directory.resolve("*.camel.yaml"))
                    // an order is an exchange of either route
                    .withDurationMaxMessages(2 * ORDERS)
                    .withDurationMaxSeconds(LONGEST_SECONDS);
            local(server, dynamoDb)
                    .forEach((option, value) ->
                            camel.addOverrideProperty("camel.component.kinesis-cp." + option, value));
            camel.run();
            return kinesis.records("shipments").size();
        }
    }

    /** Options that one leaves out to use the AWS account of the environment. */
    private static Map<String, String> local(HttpKinesis kinesis, DynamoDbLocal dynamoDb) {
        return Map.of(
                "override-endpoint", "true",
                "uri-endpoint-override", kinesis.endpoint().toString(),
                "lease-table-endpoint", dynamoDb.endpoint().toString(),
                "region", "us-east-1",
                "access-key", "test",
                "secret-key", "test");
    }
}
