// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.dynamodb;

import com.amazonaws.services.dynamodbv2.local.embedded.DynamoDBEmbedded;
import com.amazonaws.services.dynamodbv2.local.shared.access.AmazonDynamoDBLocal;
import java.net.URI;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** DynamoDB Local in this JVM. */
final class EmbeddedDynamoDb implements DynamoDbLocal {

    private static final boolean WITHOUT_TELEMETRY = true;

    private final AmazonDynamoDBLocal database;
    private final DynamoDbClient client;

    private EmbeddedDynamoDb(AmazonDynamoDBLocal database) {
        this.database = database;
        this.client = database.dynamoDbClient();
    }

    static EmbeddedDynamoDb start() {
        return new EmbeddedDynamoDb(DynamoDBEmbedded.create(WITHOUT_TELEMETRY));
    }

    @Override
    public DynamoDbClient client() {
        return client;
    }

    @Override
    public URI endpoint() {
        throw new IllegalStateException(
                "DynamoDB Local in process has no address; use DynamoDbLocal.serverProcess() for one");
    }

    @Override
    public void close() {
        client.close();
        database.shutdownNow();
    }
}
