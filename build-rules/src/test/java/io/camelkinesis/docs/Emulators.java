// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.docs;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** The emulators of the tutorial, started by its command, on free ports; and a look into them with plain clients. */
record Emulators(Ports ports, Terminal terminal, KinesisClient kinesis, DynamoDbClient dynamoDb)
        implements AutoCloseable {

    private static final StaticCredentialsProvider ANY =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));

    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    /** Where they listen, in the place of the ports of the page. */
    record Ports(int kinesis, int dynamoDb) {

        static Ports free() throws IOException {
            try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return new Ports(one.getLocalPort(), other.getLocalPort());
            }
        }

        String in(String text) {
            return text.replace("4567", Integer.toString(kinesis)).replace("8000", Integer.toString(dynamoDb));
        }
    }

    /** Skips the test, except in CI, where Node is missing. */
    static Emulators start(Path checkout) throws IOException {
        Ports ports = Ports.free();
        Terminal terminal = Terminal.run(
                checkout, Map.of(), Installation.TUTORIAL.on(ports).commands().get(1));
        try {
            terminal.awaitLines("dynamodb=http", 1, START_LIMIT);
        } catch (AssertionError e) {
            boolean noNode =
                    terminal.lines().stream().anyMatch(line -> line.contains("kinesis-local does not run here"));
            Assumptions.assumeFalse(noNode && System.getenv("CI") == null, terminal.toString());
            throw e;
        }
        return new Emulators(
                ports,
                terminal,
                KinesisClient.builder()
                        .endpointOverride(URI.create("http://127.0.0.1:" + ports.kinesis()))
                        .region(Region.US_EAST_1)
                        .credentialsProvider(ANY)
                        .build(),
                DynamoDbClient.builder()
                        .endpointOverride(URI.create("http://127.0.0.1:" + ports.dynamoDb()))
                        .region(Region.US_EAST_1)
                        .credentialsProvider(ANY)
                        .build());
    }

    /** All records of a stream, shard by shard. */
    List<Record> records(String stream) {
        List<Record> records = new ArrayList<>();
        for (Shard shard : kinesis.listShards(b -> b.streamName(stream)).shards()) {
            String iterator = kinesis.getShardIterator(b -> b.streamName(stream)
                            .shardId(shard.shardId())
                            .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                    .shardIterator();
            List<Record> found;
            do {
                String from = iterator;
                GetRecordsResponse answer = kinesis.getRecords(b -> b.shardIterator(from));
                found = answer.records();
                iterator = answer.nextShardIterator();
                records.addAll(found);
            } while (!found.isEmpty());
        }
        return records;
    }

    /** The rows of shards in the lease table. */
    List<Map<String, AttributeValue>> leases() {
        return dynamoDb.scan(b -> b.tableName("checkpoints")).items().stream()
                .filter(row -> row.get("ShardID").s().startsWith("shardId-"))
                .toList();
    }

    @Override
    public void close() {
        kinesis.close();
        dynamoDb.close();
        terminal.close();
    }
}
