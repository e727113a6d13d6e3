// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.camelkinesis.engine.consume.Ordering;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.worker.WorkerSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.util.URISupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionRulesTest {

    private static final String SECRET = "dont-show-me";
    private static final String CONSUMER =
            "arn:aws:kinesis:eu-west-1:111122223333:stream/orders/consumer/billing:1795234406";

    /** Options as in a URI, the option that is wrong, and a piece of what the message says is allowed. */
    static Stream<Arguments> badOptions() {
        return Stream.of(
                arguments("checkpointLimit=0", "checkpointLimit=0", "at least 1"),
                arguments("checkpointLimit=-5", "checkpointLimit=-5", "at least 1"),
                arguments("checkpointLimit=1&ordering=KEY", "ordering=KEY", "is ordering=SHARD"),
                arguments("checkpointLimit=1&ordering=NONE", "ordering=NONE", "is ordering=SHARD"),
                arguments("commitPeriod=0", "commitPeriod=0s", "greater than 0"),
                arguments("commitPeriod=-1000", "commitPeriod=-1s", "greater than 0"),
                arguments("checkpointInterval=0", "checkpointInterval=0s", "greater than 0"),
                arguments(
                        "commitPeriod=2s&checkpointInterval=3s",
                        "checkpointInterval=3s",
                        "another name of commitPeriod"),
                arguments("leasePeriod=2999", "leasePeriod=2999ms", "at least 3s"),
                arguments("rebalancePeriod=500", "rebalancePeriod=500ms", "at least 1s"),
                arguments("drainTimeout=-1000", "drainTimeout=-1s", "0 does not wait"),
                arguments("group=a@b", "group=a@b", "1 to 128 characters"),
                arguments(
                        "startPosition=AT_TIMESTAMP", "startTimestamp:", "is required with startPosition=AT_TIMESTAMP"),
                arguments(
                        "startTimestamp=2026-05-01T00:00:00Z",
                        "startTimestamp=2026-05-01T00:00:00Z",
                        "startPosition is TRIM_HORIZON"),
                arguments(
                        "startPosition=AT_TIMESTAMP&startTimestamp=yesterday", "startTimestamp=yesterday", "ISO-8601"),
                arguments(
                        "startPosition=AT_TIMESTAMP&startTimestamp=2026-05-01T00:00:00",
                        "startTimestamp=2026-05-01",
                        "with a zone"),
                arguments(
                        "startPosition=AT_TIMESTAMP&startTimestamp=99999999999999999999999",
                        "startTimestamp=9999",
                        "milliseconds"),
                arguments(
                        "startPosition=AT_TIMESTAMP&startTimestamp=9999-01-01T00:00:00Z",
                        "startTimestamp=9999-01-01T00:00:00Z",
                        "lies in the future"),
                arguments(
                        "startPosition=LATEST&iteratorType=TRIM_HORIZON",
                        "iteratorType=TRIM_HORIZON",
                        "startPosition, which is LATEST"),
                arguments("startPosition=LATEST&startFromOldest=true", "startFromOldest=true", "which is LATEST"),
                arguments("maxResultsPerRequest=0", "maxResultsPerRequest=0", "1 to 10000"),
                arguments("maxResultsPerRequest=10001", "maxResultsPerRequest=10001", "1 to 10000"),
                arguments("pollInterval=100", "pollInterval=100ms", "at least 200ms"),
                arguments("maxPollInterval=201&pollInterval=300", "maxPollInterval=201ms", "at least 300ms"),
                arguments("maxPollInterval=2m", "maxPollInterval=120s", "at most 1m"),
                arguments("backoffTime=0", "backoffTime=0s", "greater than 0"),
                arguments("numRetries=-1", "numRetries=-1", "at least 0"),
                arguments("receiveQueueSize=0", "receiveQueueSize=0", "at least 1"),
                arguments("receiveBufferBytes=10485760", "receiveBufferBytes=10485760", "at least 18165760"),
                arguments("consumerThreads=0", "consumerThreads=0", "1 to 10000"),
                arguments("replayDelay=0", "replayDelay=0s", "greater than 0"),
                arguments("replayDelay=5s&maxReplayDelay=4s", "maxReplayDelay=4s", "at least 5s"),
                arguments("maxReplays=-2", "maxReplays=-2", "at least -1"),
                arguments("maxReplays=3&onFailure=SKIP", "maxReplays=3", "onFailure is SKIP"),
                arguments("maxReplays=3&onFailure=STOP", "maxReplays=3", "onFailure is STOP"),
                arguments("maxReplays=3&afterMaxReplays=REPLAY", "afterMaxReplays=REPLAY", "SKIP, STOP or DEAD_LETTER"),
                arguments("afterMaxReplays=STOP", "afterMaxReplays=STOP", "without maxReplays or maxRecordAge"),
                arguments("maxRecordAge=0", "maxRecordAge=0s", "greater than 0"),
                arguments("onFailure=DEAD_LETTER", "deadLetterUri:", "required with DEAD_LETTER"),
                arguments("maxReplays=0&afterMaxReplays=DEAD_LETTER", "deadLetterUri:", "required with DEAD_LETTER"),
                arguments("maxRecordAge=1h&afterMaxReplays=DEAD_LETTER", "deadLetterUri:", "required with DEAD_LETTER"),
                arguments("deadLetterUri=mock:dead", "deadLetterUri=mock:dead", "nothing would be sent to it"),
                arguments(
                        "onFailure=DEAD_LETTER&deadLetterUri=nonsense:dead",
                        "deadLetterUri=nonsense:dead",
                        "No endpoint could be found for: nonsense"),
                arguments("batchSize=-1", "batchSize=-1", "must be 0 to receiveQueueSize, which is 10000"),
                arguments("batchSize=10001", "batchSize=10001", "more records never wait"),
                arguments("batchBytes=-1", "batchBytes=-1", "must be 0 to receiveBufferBytes, which is 67108864"),
                arguments("batchBytes=67108865", "batchBytes=67108865", "more bytes never wait"),
                arguments("batchPeriod=-1000", "batchPeriod=-1s", "at least 0s"),
                arguments("batchPredicate=${nonsense", "batchPredicate=${nonsense", "nonsense"),
                arguments("batchOnFailure=BISECT", "batchOnFailure:", "is about batches, and there are none"),
                arguments("leaseTable=x", "leaseTable=x", "3 to 255 characters"),
                arguments("leaseTable=", "leaseTable:", "is required"),
                arguments(
                        "leaseTableBillingMode=PROVISIONED&leaseTableReadCapacity=5",
                        "leaseTableWriteCapacity=0",
                        "needs both capacities"),
                arguments("leaseTableReadCapacity=5", "leaseTableReadCapacity=5", "PROVISIONED only"),
                arguments("leaseTableEndpoint=localhost:8000", "leaseTableEndpoint=localhost:8000", "http or https"),
                arguments("leaseTableRoleArn=me", "leaseTableRoleArn=me", ":role/<name>"),
                arguments("roleArn=me", "roleArn=me", ":role/<name>"),
                arguments("roleExternalId=x", "roleExternalId", "without roleArn"),
                arguments("accessKey=x", "accessKey", "without secretKey"),
                arguments("secretKey=" + SECRET, "secretKey", "without accessKey"),
                arguments(
                        "useSessionCredentials=true&accessKey=x&secretKey=" + SECRET,
                        "useSessionCredentials=true",
                        "sessionToken"),
                arguments(
                        "accessKey=x&secretKey=" + SECRET + "&useProfileCredentialsProvider=true",
                        "useProfileCredentialsProvider=true",
                        "one of"),
                arguments(
                        "accessKey=x&secretKey=" + SECRET + "&useDefaultCredentialsProvider=true",
                        "useDefaultCredentialsProvider=true",
                        "keep one of them"),
                arguments("useDefaultCredentialsProvider=false", "useDefaultCredentialsProvider=false", "accessKey"),
                arguments("profileCredentialsName=x", "profileCredentialsName=x", "useProfileCredentialsProvider=true"),
                arguments("overrideEndpoint=true", "overrideEndpoint=true", "needs uriEndpointOverride"),
                arguments(
                        "uriEndpointOverride=http://localhost:1",
                        "uriEndpointOverride=http://localhost:1",
                        "overrideEndpoint=true only"),
                arguments("proxyHost=x", "proxyHost=x", "proxyPort"),
                arguments("proxyPort=1", "proxyPort=1", "proxyHost"),
                arguments("proxyHost=x&proxyPort=65536", "proxyPort=65536", "65535"),
                arguments("applicationName=a b", "applicationName=a b", "1 to 50"),
                arguments("retrieval=FAN_OUT", "retrieval=FAN_OUT", "needs fanOutConsumerName"),
                arguments("fanOutConsumerName=x", "fanOutConsumerName=x", "retrieval=FAN_OUT only"),
                arguments("fanOutConsumerArn=" + CONSUMER, "fanOutConsumerArn=" + CONSUMER, "retrieval=FAN_OUT only"),
                arguments("fanOutFallback=true", "fanOutFallback=true", "retrieval=FAN_OUT only"),
                arguments("retrieval=FAN_OUT&fanOutConsumerName=a@b", "fanOutConsumerName=a@b", "1 to 128 characters"),
                arguments(
                        "retrieval=FAN_OUT&fanOutConsumerName=x&fanOutConsumerArn=" + CONSUMER,
                        "fanOutConsumerArn=" + CONSUMER,
                        "give one of them"),
                arguments("retrieval=FAN_OUT&fanOutConsumerArn=x", "fanOutConsumerArn=x", "arn:<partition>:kinesis"),
                arguments(
                        "retrieval=FAN_OUT&fanOutConsumerArn=" + CONSUMER.replace("orders", "payments"),
                        "fanOutConsumerArn=",
                        "is a consumer of payments, not of orders"));
    }

    @ParameterizedTest
    @MethodSource("badOptions")
    void namesOptionValueAndWhatIsAllowed(String options, String option, String allowed) throws Exception {
        assertThat(problemsOf(uri(options)))
                .singleElement()
                .asString()
                .contains(option)
                .contains(allowed)
                .doesNotContain(SECRET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "checkpointLimit=1",
                "checkpointLimit=1&ordering=SHARD",
                "retrieval=FAN_OUT&fanOutConsumerName=billing&fanOutFallback=true",
                "retrieval=FAN_OUT&fanOutConsumerArn="
                        + "arn:aws:kinesis:eu-west-1:111122223333:stream/orders/consumer/billing:1795234406",
                "ordering=SHARD",
                "ordering=NONE",
                "commitPeriod=2s&checkpointInterval=2s",
                "leasePeriod=3s",
                "drainTimeout=0",
                "startPosition=AT_TIMESTAMP&startTimestamp=1700000000000",
                "startPosition=AT_TIMESTAMP&startTimestamp=2026-05-01T02:00:00+02:00",
                "maxReplays=0",
                "maxReplays=-1&onFailure=SKIP",
                "maxRecordAge=1h&onFailure=SKIP&afterMaxReplays=STOP",
                "onFailure=DEAD_LETTER&deadLetterUri=mock:dead",
                "maxReplays=3&afterMaxReplays=DEAD_LETTER&deadLetterUri=mock:dead",
                "onFailure=DEAD_LETTER&deadLetterUri=RAW(mock:dead?retainFirst=10&retainLast=10)",
                "batchSize=500&batchBytes=1000000&batchPeriod=5s&batchOnFailure=BISECT",
                "batchSize=10000&receiveQueueSize=10000",
                "batchSize=5000&checkpointLimit=10",
                "batchPredicate=${header.CamelAwsKinesisPartitionKey} == 'end'&batchOnFailure=WHOLE",
                "iteratorType=AT_TIMESTAMP&startTimestamp=2026-05-01T00:00:00.123Z",
                "startFromOldest=false&startPosition=LATEST",
                "maxResultsPerRequest=1&receiveBufferBytes=10486528",
                "leaseTableBillingMode=PROVISIONED&leaseTableReadCapacity=5&leaseTableWriteCapacity=1",
                "accessKey=x&secretKey=y&sessionToken=z&useSessionCredentials=true",
                "accessKey=x&secretKey=y&roleArn=arn:aws:iam::111122223333:role/r&roleExternalId=e",
                "leaseTableRoleArn=arn:aws:iam::111122223333:role/r&roleExternalId=e&roleSessionName=me",
                "useProfileCredentialsProvider=true&profileCredentialsName=p",
                "overrideEndpoint=true&uriEndpointOverride=http://localhost:4568&leaseTableEndpoint=http://localhost:8000",
                "proxyHost=x&proxyPort=3128&proxyProtocol=HTTP",
                "applicationName=billing-7",
            })
    void allows(String options) throws Exception {
        assertThat(problemsOf(uri(options))).isEmpty();
    }

    @Test
    void theRegionOfTheArnsMustBeTheOneOfTheOption() throws Exception {
        String arn = "arn:aws:kinesis:eu-west-1:111122223333:stream/orders";
        assertThat(problemsOf("kinesis-cp:" + arn + "?leaseTable=leases&region=us-east-1"))
                .containsExactly("region=us-east-1: the ARNs of the URI are in eu-west-1; leave region out or make them"
                        + " the same");
        assertThat(problemsOf("kinesis-cp:" + arn + "?leaseTable=leases&region=eu-west-1"))
                .isEmpty();
    }

    @Test
    void tellsEverythingAtOnceAsTheCauseOfTheRoutesFailure() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Throwable failure = catchThrowable(() -> {
                context.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("kinesis-cp:orders,,payments?checkpointLimit=0&leasePeriod=1s&commitPeriod=0"
                                        + "&startTimestamp=2026-05-01T00:00:00Z&secretKey=" + SECRET)
                                .to("mock:out");
                    }
                });
                context.start();
            });
            List<Throwable> causes = causes(failure);
            assertThat(causes)
                    .anyMatch(cause -> cause instanceof FailedToCreateRouteException
                            || cause instanceof FailedToStartRouteException);
            Throwable root = causes.get(causes.size() - 1);
            assertThat(root)
                    .isInstanceOfSatisfying(CannotConsumeException.class, invalid -> assertThat(invalid.problems())
                            .hasSize(7));
            assertThat(root)
                    .hasMessageStartingWith("kinesis-cp://orders,,payments cannot be consumed for 7 reasons:")
                    .hasMessageContaining("- streams=orders,,payments: ")
                    .hasMessageContaining("- checkpointLimit=0: ")
                    .hasMessageContaining("- leasePeriod=1s: ")
                    .hasMessageContaining("- commitPeriod=0s: ")
                    .hasMessageContaining("- startTimestamp=2026-05-01T00:00:00Z: ")
                    .hasMessageContaining("- leaseTable: is required");
            assertThat(causes).noneMatch(cause -> cause.toString().contains(SECRET));
        }
    }

    @Test
    void durationsComeInEveryFormOfCamel() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            KinesisCheckpointedConfiguration options = configuration(
                    context,
                    "kinesis-cp:orders?commitPeriod=500&leasePeriod=1m&rebalancePeriod=PT20S&pollInterval=300ms"
                            + "&drainTimeout=1m30s");
            assertThat(options.getCommitPeriod()).isEqualTo(Duration.ofMillis(500));
            assertThat(options.getLeasePeriod()).isEqualTo(Duration.ofMinutes(1));
            assertThat(options.getRebalancePeriod()).isEqualTo(Duration.ofSeconds(20));
            assertThat(options.getPollInterval()).isEqualTo(Duration.ofMillis(300));
            assertThat(options.getDrainTimeout()).isEqualTo(Duration.ofSeconds(90));
        }
    }

    @Test
    void theEngineIsToldWhatTheOptionsSay() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            KinesisCheckpointedConfiguration options = configuration(
                    context,
                    "kinesis-cp:orders?group=g&checkpointLimit=1&checkpointInterval=2s&startFromOldest=false"
                            + "&numRetries=7&receiveQueueSize=11");
            WorkerSettings settings = EngineSettings.of(
                    options,
                    StreamsUri.parse("orders", new OptionProblems()).selections("g"),
                    new WorkerIdentity("c", "h"));
            assertThat(settings.streams().get(0).stream().tableKey()).isEqualTo("orders@g");
            assertThat(settings.consume().ordering()).isEqualTo(Ordering.SHARD);
            assertThat(settings.consume().commitPeriod()).isEqualTo(Duration.ofSeconds(2));
            assertThat(settings.consume().numRetries()).isEqualTo(7);
            assertThat(settings.consume().receiveQueueSize()).isEqualTo(11);
            assertThat(settings.startPosition()).isEqualTo(Position.LATEST);
        }
    }

    @Test
    void theStartTimestampMayBeIsoOrMilliseconds() {
        assertThat(EngineSettings.timestamp("1700000000123")).isEqualTo(Instant.ofEpochMilli(1_700_000_000_123L));
        assertThat(EngineSettings.timestamp(" 2026-05-01T02:00:00+02:00 "))
                .isEqualTo(Instant.parse("2026-05-01T00:00:00Z"));
    }

    @Test
    void twoStartsAreNeverTheSameWorker() {
        WorkerIdentity one = WorkerIdentity.next();
        WorkerIdentity other = WorkerIdentity.next();
        assertThat(one.clientId()).isNotEqualTo(other.clientId()).startsWith(one.host() + "-");
    }

    @Test
    void rawSecretsArriveAsTheyAreAndAreNeverShown() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            String uri = "kinesis-cp:orders?accessKey=RAW(AK+/%)&secretKey=RAW(s3+c/r%e&t)&sessionToken=RAW(t+/=)";
            KinesisCheckpointedEndpoint endpoint = context.getEndpoint(uri, KinesisCheckpointedEndpoint.class);
            assertThat(endpoint.getConfiguration().getAccessKey()).isEqualTo("AK+/%");
            assertThat(endpoint.getConfiguration().getSecretKey()).isEqualTo("s3+c/r%e&t");
            assertThat(endpoint.getConfiguration().getSessionToken()).isEqualTo("t+/=");
            assertThat(List.of(endpoint.toString(), URISupport.sanitizeUri(endpoint.getEndpointUri())))
                    .noneMatch(text -> text.contains("AK+") || text.contains("s3+") || text.contains("t+/"));
        }
    }

    private static String uri(String options) {
        String table = options.contains("leaseTable=") ? "" : "&leaseTable=leases";
        return "kinesis-cp:orders?bridgeErrorHandler=false" + table + (options.isEmpty() ? "" : "&" + options);
    }

    private static List<String> problemsOf(String uri) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            KinesisCheckpointedEndpoint endpoint = context.getEndpoint(uri, KinesisCheckpointedEndpoint.class);
            Throwable failure = catchThrowable(() -> endpoint.createConsumer(exchange -> {}));
            return failure == null ? List.of() : ((CannotConsumeException) failure).problems();
        }
    }

    private static KinesisCheckpointedConfiguration configuration(DefaultCamelContext context, String uri) {
        return context.getEndpoint(uri, KinesisCheckpointedEndpoint.class).getConfiguration();
    }

    private static List<Throwable> causes(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }
}
