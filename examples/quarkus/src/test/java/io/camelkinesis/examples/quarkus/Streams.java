// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.quarkus;

import io.camelkinesis.test.dynamodb.DynamoDbLocal;
import io.camelkinesis.test.http.HttpKinesis;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import java.util.stream.Collectors;

/** A Kinesis and a DynamoDB on this machine, which start before the application and end after it. */
public class Streams implements QuarkusTestResourceLifecycleManager {

    private final InMemoryKinesis kinesis = InMemoryKinesis.create();
    private HttpKinesis server;
    private DynamoDbLocal dynamoDb;

    /** @return properties that one leaves out to use the AWS account of the environment */
    @Override
    public Map<String, String> start() {
        kinesis.createStream("orders", 2);
        kinesis.createStream("shipments", 1);
        server = HttpKinesis.start(kinesis);
        dynamoDb = DynamoDbLocal.serverProcess();
        Map<String, String> options = Map.of(
                "override-endpoint", "true",
                "uri-endpoint-override", server.endpoint().toString(),
                "lease-table-endpoint", dynamoDb.endpoint().toString(),
                "region", "us-east-1",
                "access-key", "test",
                "secret-key", "test");
        return options.entrySet().stream()
                .collect(Collectors.toMap(
                        option -> "camel.component.kinesis-cp." + option.getKey(), Map.Entry::getValue));
    }

    InMemoryKinesis kinesis() {
        return kinesis;
    }

    @Override
    public void inject(TestInjector test) {
        test.injectIntoFields(kinesis, new TestInjector.MatchesType(InMemoryKinesis.class));
    }

    @Override
    public void stop() {
        if (dynamoDb != null) {
            dynamoDb.close();
        }
        if (server != null) {
            server.close();
        }
    }
}
