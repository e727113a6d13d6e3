// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.checkpointed.aws.KinesisShardLister;
import io.camelkinesis.checkpointed.aws.LeaseTable;
import io.camelkinesis.checkpointed.aws.LeaseTableBilling;
import io.camelkinesis.checkpointed.aws.StreamRows;
import io.camelkinesis.checkpointed.redpanda.RedpandaClient;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.model.StreamSelection;
import io.camelkinesis.test.dynamodb.DynamoDbLocal;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.KinesisException;

class StreamSpellingTest {

    private static final String TABLE = "leases";
    private static final String SHARD = "shardId-000000000000";

    private static DynamoDbLocal dynamo;

    private final InMemoryKinesis kinesis = InMemoryKinesis.create();
    private final String name = "orders-" + UUID.randomUUID();
    private final RedpandaClient redpanda = new RedpandaClient(dynamo.client(), TABLE);
    private final RecordedLog log = new RecordedLog();
    private final OptionProblems problems = new OptionProblems();
    private final String arn;

    StreamSpellingTest() {
        kinesis.createStream(name, 1);
        arn = kinesis.arnOf(name);
    }

    @BeforeAll
    static void open() {
        dynamo = DynamoDbLocal.inProcess();
        new LeaseTable(dynamo.client(), TABLE, "for tests").ensure(LeaseTableBilling.payPerRequest());
    }

    @AfterAll
    static void close() {
        dynamo.close();
    }

    private StreamId settle(StreamId stream) {
        return settle(stream, kinesis.client());
    }

    private StreamId settle(StreamId stream, KinesisClient client) {
        StreamSpelling spelling = new StreamSpelling(
                new KinesisShardLister(client, Runnable::run, "for tests"),
                new StreamRows(dynamo.client(), TABLE)::under,
                new StartPatience(name, StartPatience.LONGEST, new SystemClock(), () -> false),
                TABLE,
                problems,
                log.logger(),
                Runnable::run);
        return spelling.settle(new StreamSelection(stream, List.of(SHARD))).stream();
    }

    private void leftBehind(String key) {
        redpanda.claim(key, SHARD, Instant.EPOCH);
    }

    private static void begun(String key) {
        dynamo.client().putItem(p -> p.tableName(TABLE)
                .item(Map.of(
                        "StreamID", AttributeValue.fromS(key),
                        "ShardID", AttributeValue.fromS("group"),
                        "StartPosition", AttributeValue.fromS("TRIM_HORIZON"))));
    }

    @Test
    void withoutRowsTheUriDecides() {
        assertThat(settle(StreamId.of(name)).tableKey()).isEqualTo(name);
        assertThat(settle(StreamId.of(arn)).tableKey()).isEqualTo(arn);
        assertThat(problems.isEmpty()).isTrue();
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void rowsUnderTheArnAreFoundByTheName() {
        leftBehind(arn);
        StreamId settled = settle(StreamId.of(name));
        assertThat(settled.tableKey()).isEqualTo(arn);
        assertThat(settled.stream()).as("what the route and Kinesis get to see").isEqualTo(name);
        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("info " + name)
                .contains("StreamID " + arn);
    }

    @Test
    void theyAreFoundAgainAtTheNextStart() {
        begun(arn);
        assertThat(settle(StreamId.of(name)).tableKey()).isEqualTo(arn);
    }

    @Test
    void rowsUnderTheNameAreNotTakenForThoseOfAnArn() {
        leftBehind(name);
        settle(StreamId.of(arn));
        CannotConsumeException refused =
                catchThrowableOfType(CannotConsumeException.class, () -> problems.throwIfAny("kinesis-cp:" + arn));
        assertThat(refused.problems())
                .singleElement()
                .asString()
                .startsWith("streams=" + arn)
                .contains("StreamID " + name, "write " + name + " in the URI", "set group");
    }

    @Test
    void ofBothTheUriDecidesAndThatIsAWarning() {
        leftBehind(name);
        leftBehind(arn);
        assertThat(settle(StreamId.of(name)).tableKey()).isEqualTo(name);
        assertThat(settle(StreamId.of(arn)).tableKey()).isEqualTo(arn);
        assertThat(problems.isEmpty()).isTrue();
        assertThat(log.lines()).hasSize(2).allMatch(line -> line.startsWith("warn ") && line.contains("left alone"));
    }

    @Test
    void theWarningComesAtLaterStartsToo() {
        begun(name);
        leftBehind(arn);
        assertThat(settle(StreamId.of(name)).tableKey()).isEqualTo(name);
        await().until(() -> log.lines().size() == 1);
        assertThat(log.lines().get(0)).startsWith("warn " + name);
    }

    @Test
    void aGroupKeepsItsRowsApart() {
        leftBehind(arn);
        assertThat(settle(new StreamId(name, "billing")).tableKey()).isEqualTo(name + "@billing");
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void aNameThatMayNotBeDescribedIsStartedWithAWarning() {
        leftBehind(arn);
        KinesisException denied = (KinesisException) KinesisException.builder()
                .message("no")
                .statusCode(400)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode("AccessDeniedException")
                        .errorMessage("no")
                        .build())
                .build();
        assertThat(settle(StreamId.of(name), failing(denied)).tableKey()).isEqualTo(name);
        assertThat(problems.isEmpty()).isTrue();
        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("warn " + name)
                .contains("kinesis:DescribeStreamSummary");
    }

    @Test
    void aStreamThatDoesNotAnswerIsNotStarted() {
        kinesis.createStream(name + "2", 1);
        KinesisException broken = (KinesisException)
                KinesisException.builder().message("broken").statusCode(400).build();
        settle(StreamId.of(name + "2"), failing(broken));
        assertThat(problems.isEmpty()).isFalse();
    }

    private KinesisClient failing(RuntimeException failure) {
        KinesisClient client = kinesis.client();
        return (KinesisClient) Proxy.newProxyInstance(
                KinesisClient.class.getClassLoader(),
                new Class<?>[] {KinesisClient.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("describeStreamSummary")) {
                        throw failure;
                    }
                    try {
                        return method.invoke(client, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
