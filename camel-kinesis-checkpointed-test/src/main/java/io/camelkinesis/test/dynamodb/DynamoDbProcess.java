// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.dynamodb;

import io.camelkinesis.test.process.ServerProcess;
import java.net.URI;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** DynamoDB Local in a child process. */
final class DynamoDbProcess implements DynamoDbLocal {

    private final ServerProcess server;
    private final URI endpoint;
    private final DynamoDbClient client;

    private DynamoDbProcess(ServerProcess server) {
        this.server = server;
        this.endpoint = URI.create("http://127.0.0.1:" + server.announced());
        this.client = DynamoDbClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .build();
    }

    static DynamoDbProcess start(int port) {
        ServerProcess.Program program = new ServerProcess.Program(
                "DynamoDB Local",
                DynamoDbServer.class,
                List.of("-Xmx512m", "-Dslf4j.internal.verbosity=ERROR"),
                List.of(Integer.toString(port)),
                Map.of("DDB_LOCAL_TELEMETRY", "0"));
        return new DynamoDbProcess(ServerProcess.start(program, DynamoDbServer.PORT_LINE));
    }

    @Override
    public DynamoDbClient client() {
        return client;
    }

    @Override
    public URI endpoint() {
        return endpoint;
    }

    /** The child process, for tests that watch it. */
    ProcessHandle process() {
        return server.handle();
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
