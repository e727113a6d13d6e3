// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.checkpointed.KinesisCheckpointedConstants;
import io.camelkinesis.checkpointed.kcl.Kcl;
import io.camelkinesis.engine.aggregate.Aggregate;
import io.camelkinesis.engine.aggregate.HashKeyRange;
import io.camelkinesis.engine.aggregate.UserRecord;
import io.camelkinesis.test.dynamodb.DynamoDbLocal;
import io.camelkinesis.test.junit.FreshStream;
import io.camelkinesis.test.junit.KinesisTest;
import io.camelkinesis.test.junit.TestKinesis;
import io.camelkinesis.test.kinesislocal.KinesisLocal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** Aggregated records: nothing of them is dropped, and a crash inside of one repeats nothing that was committed. */
@KinesisTest
class AggregateProofTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int USERS = 10;
    private static final String TABLE = "leases";
    private static final String SHARD = "shardId-000000000000";

    @TempDir
    Path directory;

    @Test
    void aUserRecordThatHashesOutsideTheShardIsDeliveredAndSoAreTheOthers(
            TestKinesis kinesis, @FreshStream(shards = 2) String stream) {
        String shard = kinesis.model().shards(stream).get(0);
        List<UserRecord> users = new ArrayList<>();
        keys(kinesis, stream, shard, true).limit(USERS - 1).forEach(key -> users.add(user(key, users.size())));
        String stranger = keys(kinesis, stream, shard, false).findFirst().orElseThrow();
        users.add(USERS / 2, user(stranger, USERS));
        kinesis.model().putAggregated(stream, users);

        int kcl = Kcl.deliver(Aggregate.encode(users), rangeOf(kinesis, stream, shard))
                .size();
        List<String> delivered = deliver(kinesis, stream);
        assertThat(delivered)
                .containsExactlyElementsOf(IntStream.range(0, USERS)
                        .mapToObj(i -> i + " " + users.get(i).partitionKey() + " "
                                + new String(users.get(i).data(), UTF_8))
                        .toList());
        assertThat(kcl).as("user records that KCL delivers").isZero();
        System.out.printf(
                Locale.ROOT,
                "FIGURE consumer.4 an aggregate of %d user records of which one hashes outside the shard: %d delivered"
                        + " (KCL's AggregatorUtil delivers %d)%n",
                USERS,
                delivered.size(),
                kcl);
    }

    /** Keys whose records go to this shard, or to another one. */
    private static Stream<String> keys(TestKinesis kinesis, String stream, String shard, boolean inside) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> "key-" + i)
                .filter(key -> kinesis.model().shardFor(stream, key).equals(shard) == inside);
    }

    private static UserRecord user(String key, int number) {
        return new UserRecord(key, Integer.toString(number).getBytes(UTF_8));
    }

    private static HashKeyRange rangeOf(TestKinesis kinesis, String stream, String name) {
        Shard shard = kinesis.client().listShards(request -> request.streamName(stream)).shards().stream()
                .filter(listed -> listed.shardId().equals(name))
                .findFirst()
                .orElseThrow();
        return new HashKeyRange(
                new BigInteger(shard.hashKeyRange().startingHashKey()),
                new BigInteger(shard.hashKeyRange().endingHashKey()));
    }

    /** Sub-sequence number, key and body of all that the route gets. */
    private static List<String> deliver(TestKinesis kinesis, String stream) {
        List<String> delivered = new CopyOnWriteArrayList<>();
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getRegistry().bind("kinesis", kinesis.client());
            camel.getRegistry().bind("dynamoDb", kinesis.dynamoDb());
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("kinesis-cp:" + stream + "?leaseTable=" + stream + "-leases&leaseTableCreate=true"
                                    + "&ordering=SHARD")
                            .process(exchange -> delivered.add(exchange.getMessage()
                                            .getHeader(KinesisCheckpointedConstants.SUB_SEQUENCE_NUMBER, Long.class)
                                    + " "
                                    + exchange.getMessage()
                                            .getHeader(KinesisCheckpointedConstants.PARTITION_KEY, String.class)
                                    + " "
                                    + exchange.getMessage().getBody(String.class)));
                }
            });
            camel.start();
            await().atMost(PATIENCE).until(() -> delivered.size() >= USERS);
            return List.copyOf(delivered);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** On kinesis-local, with a process that is killed for good. */
    @Test
    void aProcessThatIsKilledInsideAnAggregateGoesOnAtTheNextUserRecord() {
        int aggregates = 3;
        try (KinesisLocal kinesis = KinesisLocal.start();
                DynamoDbLocal dynamoDb = DynamoDbLocal.serverProcess()) {
            String stream = "aggregated";
            new PlainSdk(kinesis.client()).createStream(stream, 1);
            List<String> sequences = new ArrayList<>();
            for (int i = 0; i < aggregates; i++) {
                sequences.add(put(kinesis, stream, i * USERS));
            }
            StoredCheckpoints stored = new StoredCheckpoints(dynamoDb.client(), TABLE, stream);
            Path file = directory.resolve("processed");
            String uri = "kinesis-cp:" + stream + "?leaseTable=" + TABLE + "&leaseTableCreate=true&region=us-east-1"
                    + "&accessKey=test&secretKey=test&overrideEndpoint=true&uriEndpointOverride=" + kinesis.endpoint()
                    + "&leaseTableEndpoint=" + dynamoDb.endpoint()
                    + "&leasePeriod=3s&checkpointLimit=1&commitPeriod=20";

            int done;
            try (ChildJvm child = ChildJvm.start(CrashProofConsumer.class, log(0), 0, file, uri, 250)) {
                await().atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(5))
                        .failFast(child::assertAlive)
                        .until(() -> isInside(stored, sequences.get(1), 4));
                child.kill();
                done = ProcessedRecord.read(file).size();
            }
            Map<String, AttributeValue> row = stored.rows().get(SHARD);
            assertThat(row).containsEntry("SequenceNumber", AttributeValue.fromS(sequences.get(0)));
            int committed =
                    USERS + 1 + Integer.parseInt(row.get("SubSequenceNumber").n());

            try (ChildJvm child = ChildJvm.start(CrashProofConsumer.class, log(1), 1, file, uri, 0)) {
                await().atMost(PATIENCE).failFast(child::assertAlive).until(() -> ProcessedRecord.read(file).stream()
                        .anyMatch(record -> record.index() == aggregates * USERS - 1));
                assertThat(child.end()).isZero();
            }
            List<Integer> processed = ProcessedRecord.read(file).stream()
                    .map(ProcessedRecord::index)
                    .toList();
            assertThat(processed.subList(0, done)).isEqualTo(numbers(0, done));
            assertThat(processed.subList(done, processed.size()))
                    .as("what the next process gets: what is behind the %dth user record", committed)
                    .isEqualTo(numbers(committed, aggregates * USERS));
            assertThat(stored.rows().get(SHARD))
                    .as("all of the last aggregate is done")
                    .containsEntry("SequenceNumber", AttributeValue.fromS(sequences.get(aggregates - 1)))
                    .doesNotContainKeys("SubSequenceNumber", "AggregateSequenceNumber");
            System.out.printf(
                    Locale.ROOT,
                    "FIGURE consumer.4 on kinesis-local: killed inside an aggregate when %d of its %d user records were"
                            + " committed, the next process went on with the next one, %d repeated%n",
                    committed - USERS,
                    USERS,
                    processed.size() - aggregates * USERS);
        }
    }

    private Path log(int run) {
        return directory.resolve("run-" + run + ".log");
    }

    private static String put(KinesisLocal kinesis, String stream, int first) {
        List<UserRecord> users = IntStream.range(first, first + USERS)
                .mapToObj(number -> user("key-" + number % 3, number))
                .toList();
        return kinesis.client()
                .putRecord(request -> request.streamName(stream)
                        .partitionKey("any")
                        .data(SdkBytes.fromByteArray(Aggregate.encode(users))))
                .sequenceNumber();
    }

    private static boolean isInside(StoredCheckpoints stored, String aggregate, int atLeast) {
        Map<String, AttributeValue> row = stored.rows().getOrDefault(SHARD, Map.of());
        AttributeValue place = row.get("SubSequenceNumber");
        return place != null
                && AttributeValue.fromS(aggregate).equals(row.get("AggregateSequenceNumber"))
                && Integer.parseInt(place.n()) >= atLeast;
    }

    private static List<Integer> numbers(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }
}
