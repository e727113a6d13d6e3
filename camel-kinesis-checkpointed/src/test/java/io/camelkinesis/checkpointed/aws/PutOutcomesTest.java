// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelkinesis.checkpointed.aws.PutRequestException.Kind;
import io.camelkinesis.engine.produce.PutRecord;
import io.camelkinesis.engine.produce.PutResult;
import io.camelkinesis.engine.produce.RecordResult;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.InternalFailureException;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.KmsAccessDeniedException;
import software.amazon.awssdk.services.kinesis.model.KmsThrottlingException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ValidationException;

/** What each answer, and each way of having none, says of the records of a request. */
class PutOutcomesTest {

    private static final PutRecord RECORD = new PutRecord("secret-key", null, new byte[] {1});

    private record Failure(RuntimeException thrown, Class<? extends PutResult> result, Kind kind) {
        @Override
        public String toString() {
            return thrown.getClass().getSimpleName() + " " + thrown.getMessage();
        }
    }

    private static RuntimeException service(int status, String code) {
        return KinesisException.builder()
                .statusCode(status)
                .message(code)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
    }

    private static RuntimeException client(Throwable cause) {
        return SdkClientException.create("Unable to execute HTTP request", cause);
    }

    static List<Failure> failures() {
        return List.of(
                new Failure(
                        ProvisionedThroughputExceededException.builder().build(),
                        PutResult.NotApplied.class,
                        Kind.THROTTLED),
                new Failure(LimitExceededException.builder().build(), PutResult.NotApplied.class, Kind.THROTTLED),
                new Failure(KmsThrottlingException.builder().build(), PutResult.NotApplied.class, Kind.THROTTLED),
                new Failure(service(400, "ThrottlingException"), PutResult.NotApplied.class, Kind.THROTTLED),
                new Failure(service(400, "ExpiredTokenException"), PutResult.NotApplied.class, Kind.FAILED),
                new Failure(client(new ConnectException("refused")), PutResult.NotApplied.class, Kind.FAILED),
                new Failure(client(new UnknownHostException("none")), PutResult.NotApplied.class, Kind.FAILED),
                new Failure(
                        InternalFailureException.builder().statusCode(500).build(),
                        PutResult.Unknown.class,
                        Kind.FAILED),
                new Failure(service(503, "ServiceUnavailable"), PutResult.Unknown.class, Kind.FAILED),
                new Failure(client(new SocketTimeoutException("read")), PutResult.Unknown.class, Kind.FAILED),
                new Failure(SdkClientException.create("connection reset"), PutResult.Unknown.class, Kind.FAILED),
                new Failure(ApiCallTimeoutException.create(60_000), PutResult.Unknown.class, Kind.FAILED),
                new Failure(new IllegalStateException("client closed"), PutResult.Unknown.class, Kind.FAILED),
                new Failure(ResourceNotFoundException.builder().build(), PutResult.Fatal.class, Kind.NO_STREAM),
                new Failure(service(400, "AccessDeniedException"), PutResult.Fatal.class, Kind.NOT_ALLOWED),
                new Failure(
                        KmsAccessDeniedException.builder().statusCode(400).build(),
                        PutResult.Fatal.class,
                        Kind.NOT_ALLOWED),
                new Failure(InvalidArgumentException.builder().build(), PutResult.Fatal.class, Kind.NOT_VALID),
                new Failure(
                        ValidationException.builder()
                                .message("Value 'secret-key' at")
                                .build(),
                        PutResult.Fatal.class,
                        Kind.NOT_VALID),
                new Failure(service(413, "RequestEntityTooLarge"), PutResult.Fatal.class, Kind.NOT_VALID));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailureIsAnOutcome(Failure failure) {
        PutResult result = put(new Failing(failure.thrown()));
        assertThat(result).isInstanceOf(failure.result());
        Throwable cause = result instanceof PutResult.NotApplied no
                ? no.cause()
                : result instanceof PutResult.Unknown unknown ? unknown.cause() : ((PutResult.Fatal) result).cause();
        assertThat(cause).isInstanceOfSatisfying(PutRequestException.class, e -> assertThat(e.kind())
                .isEqualTo(failure.kind()));
        if (result instanceof PutResult.Fatal fatal) {
            assertThat(fatal.ofOneRecord()).isEqualTo(failure.kind() == Kind.NOT_VALID);
        }
        if (failure.kind() == Kind.NOT_VALID) {
            assertThat(cause).hasNoCause().hasMessageNotContaining("secret-key");
        }
    }

    private static PutResult put(KinesisClient client) {
        return put(StreamClients.given(client), "orders");
    }

    private static PutResult put(StreamClients clients, String stream) {
        return new KinesisStreamWriter(clients, Runnable::run)
                .put(stream, List.of(RECORD))
                .toCompletableFuture()
                .join();
    }

    @Test
    void aRecordIsAcceptedRejectedOrRefused() {
        PutResult result = put(new Failing(null));
        assertThat(result)
                .isEqualTo(new PutResult.Answered(List.of(
                        new RecordResult.Accepted("shardId-1", "7"),
                        new RecordResult.Rejected("InternalFailure", "again"),
                        new RecordResult.Refused("InvalidArgumentException"))));
    }

    @Test
    void theCallerNeverWaitsAndAFullExecutorIsAnOutcome() {
        List<Runnable> tasks = new ArrayList<>();
        StreamClients clients = StreamClients.given(new Failing(null));
        assertThat(new KinesisStreamWriter(clients, tasks::add)
                        .put("orders", List.of(RECORD))
                        .toCompletableFuture())
                .isNotDone();
        assertThat(tasks).hasSize(1);
        KinesisStreamWriter full = new KinesisStreamWriter(clients, task -> {
            throw new RejectedExecutionException("full");
        });
        assertThat(full.put("orders", List.of(RECORD)).toCompletableFuture().join())
                .isInstanceOf(PutResult.NotApplied.class);
    }

    @Test
    void aGivenClientThatTriesAgainByItselfDoesNotDoSoHere() {
        try (StubAws aws = StubAws.start(request -> StubAws.Answer.error(500, "InternalFailure"));
                KinesisClient trying = KinesisClient.builder()
                        .region(Region.US_EAST_1)
                        .endpointOverride(URI.create(aws.uri().toString()))
                        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
                        .httpClientBuilder(Apache5HttpClient.builder())
                        .overrideConfiguration(o -> o.retryStrategy(RetryMode.STANDARD))
                        .build()) {
            assertThat(put(trying)).isInstanceOf(PutResult.Unknown.class);
            assertThat(aws.requests()).hasSize(1);
        }
    }

    private static StreamClients over(StubAws aws, AwsCredentialsProvider credentials, boolean given) {
        if (!given) {
            return StreamClients.open(
                    AwsAccess.builder()
                            .region("us-east-1")
                            .credentialsProvider(credentials)
                            .overrideEndpoint(true)
                            .uriEndpointOverride(aws.uri().toString())
                            .build(),
                    1);
        }
        return StreamClients.given(KinesisClient.builder()
                .region(Region.US_EAST_1)
                .endpointOverride(URI.create(aws.uri().toString()))
                .credentialsProvider(credentials)
                .httpClientBuilder(Apache5HttpClient.builder())
                .build());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatCannotBeWrittenIsOneRecordsFaultAndNothingLeaves(boolean given) {
        try (StubAws aws = StubAws.start(request -> StubAws.Answer.error(500, "InternalFailure"));
                StreamClients clients =
                        over(aws, StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")), given)) {
            PutResult result = new KinesisStreamWriter(clients, Runnable::run)
                    .put("orders", List.of(RECORD, new PutRecord("secret-key \uD83D", null, new byte[] {1})))
                    .toCompletableFuture()
                    .join();
            assertThat(aws.requests()).isEmpty();
            assertThat(result).isInstanceOfSatisfying(PutResult.Fatal.class, fatal -> {
                assertThat(fatal.ofOneRecord()).isTrue();
                assertThat(fatal.cause())
                        .hasNoCause()
                        .hasMessageContaining("was not sent")
                        .hasMessageNotContaining("secret-key");
            });
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatGivesNoCredentialsIsNamedAndHasAppliedNothing(boolean given) {
        for (RuntimeException failure : List.of(
                service(403, "AccessDenied"),
                service(400, "InvalidIdentityToken"),
                service(500, "InternalFailure"),
                SdkClientException.create("Unable to load credentials from any of the providers"))) {
            try (StubAws aws = StubAws.start(request -> StubAws.Answer.error(500, "InternalFailure"));
                    StreamClients clients = over(
                            aws,
                            () -> {
                                throw failure;
                            },
                            given)) {
                assertThat(put(clients, "orders"))
                        .isInstanceOfSatisfying(PutResult.NotApplied.class, no -> assertThat(no.cause())
                                .isInstanceOfSatisfying(PutRequestException.class, e -> assertThat(e.kind())
                                        .isEqualTo(Kind.NO_CREDENTIALS)));
                assertThat(aws.requests()).isEmpty();
            }
        }
    }

    @Test
    void aStreamForWhichThereCanBeNoClientIsGivenUp() {
        AwsAccess access = AwsAccess.builder()
                .region("eu-west-1")
                .accessKey("a")
                .secretKey("b")
                .build();
        StreamClients clients = StreamClients.open(access, 2);
        clients.close();
        assertThat(put(clients, "arn:aws:kinesis:xx-more-1:111122223333:stream/orders"))
                .isInstanceOfSatisfying(PutResult.Fatal.class, fatal -> {
                    assertThat(fatal.ofOneRecord()).isFalse();
                    assertThat(fatal.cause()).hasMessageContaining("are closed");
                });
    }

    @Test
    void anArnOfAnotherRegionGoesThereByAClientThatIsMadeOnce() {
        try (StubAws aws = StubAws.start(request -> StubAws.Answer.error(500, "InternalFailure"))) {
            AwsAccess access = AwsAccess.builder()
                    .region("eu-west-1")
                    .accessKey("a")
                    .secretKey("b")
                    .overrideEndpoint(true)
                    .uriEndpointOverride(aws.uri().toString())
                    .applicationName("my-app")
                    .build();
            try (StreamClients clients = StreamClients.open(access, 2)) {
                put(clients, "orders");
                put(clients, "arn:aws:kinesis:eu-west-1:111122223333:stream/orders");
                assertThat(clients.size()).isEqualTo(1);
                put(clients, "arn:aws:kinesis:us-east-2:111122223333:stream/orders");
                put(clients, "arn:aws:kinesis:us-east-2:111122223333:stream/others");
                assertThat(clients.size()).isEqualTo(2);
                assertThat(aws.requests().stream()
                                .map(r -> r.header("Authorization").split("/")[2]))
                        .containsExactly("eu-west-1", "eu-west-1", "us-east-2", "us-east-2");
                assertThat(aws.requests()).allSatisfy(r -> {
                    assertThat(r.operation()).isEqualTo("PutRecords");
                    assertThat(r.header("User-Agent")).contains("app/my-app");
                });
                for (int i = 0; i < 63; i++) {
                    clients.of("arn:aws:kinesis:xx-none-" + i + ":111122223333:stream/orders");
                }
                assertThatThrownBy(() -> clients.of("arn:aws:kinesis:xx-more-1:111122223333:stream/orders"))
                        .hasMessageContaining("64 regions");
            }
        }
    }

    /** Fails, or accepts one record, rejects one and refuses one. */
    private static final class Failing implements KinesisClient {

        private final RuntimeException failure;

        private Failing(RuntimeException failure) {
            this.failure = failure;
        }

        @Override
        public PutRecordsResponse putRecords(PutRecordsRequest request) {
            if (failure != null) {
                throw failure;
            }
            return PutRecordsResponse.builder()
                    .records(
                            r -> r.shardId("shardId-1").sequenceNumber("7"),
                            r -> r.errorCode("InternalFailure").errorMessage("again"),
                            r -> r.errorCode("InvalidArgumentException").errorMessage("'secret-key'"))
                    .build();
        }

        @Override
        public String serviceName() {
            return "kinesis";
        }

        @Override
        public void close() {}
    }
}
