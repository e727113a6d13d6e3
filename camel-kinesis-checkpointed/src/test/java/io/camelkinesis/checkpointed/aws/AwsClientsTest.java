// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelkinesis.checkpointed.aws.StubAws.Answer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.Protocol;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

class AwsClientsTest {

    private static final String LIMITS = "{\"ShardLimit\":7,\"OpenShardCount\":1}";
    private static final String[] PROPERTIES = {
        "aws.accessKeyId",
        "aws.secretAccessKey",
        "aws.sharedCredentialsFile",
        "aws.configFile",
        "aws.endpointUrlSts",
        "aws.cborEnabled"
    };

    @AfterEach
    void clearProperties() {
        for (String property : PROPERTIES) {
            System.clearProperty(property);
        }
    }

    private static AwsAccess.Builder at(StubAws stub) {
        return AwsAccess.builder()
                .region("eu-west-1")
                .overrideEndpoint(true)
                .uriEndpointOverride(stub.uri().toString());
    }

    private static AwsAccess.Builder withKeys(StubAws stub) {
        return at(stub).accessKey("AKSTATIC").secretKey("SK").cborEnabled(false);
    }

    private static void call(AwsAccess access) {
        try (KinesisClient client = AwsClients.kinesis(access, 2)) {
            assertThat(client.describeLimits().shardLimit()).isEqualTo(7);
        }
    }

    @Test
    void staticKeysSignForTheRegionAtTheEndpoint() {
        try (StubAws stub = StubAws.start(r -> Answer.json(LIMITS))) {
            call(withKeys(stub).build());
            assertThat(stub.only().header("Authorization"))
                    .contains("Credential=AKSTATIC/")
                    .contains("/eu-west-1/kinesis/aws4_request");
            assertThat(stub.only().header("X-Amz-Security-Token")).isEmpty();
        }
    }

    @Test
    void temporaryKeysSendTheirToken() {
        try (StubAws stub = StubAws.start(r -> Answer.json(LIMITS))) {
            call(withKeys(stub)
                    .sessionToken("TOKEN")
                    .useSessionCredentials(true)
                    .build());
            assertThat(stub.only().header("X-Amz-Security-Token")).isEqualTo("TOKEN");
        }
    }

    @Test
    void aNamedProfileIsUsed(@TempDir Path dir) throws Exception {
        Path credentials = Files.writeString(
                dir.resolve("credentials"),
                "[default]\naws_access_key_id=AKDEFAULT\naws_secret_access_key=S\n"
                        + "[dev]\naws_access_key_id=AKDEV\naws_secret_access_key=S\n");
        System.setProperty("aws.sharedCredentialsFile", credentials.toString());
        System.setProperty("aws.configFile", dir.resolve("none").toString());
        try (StubAws stub = StubAws.start(r -> Answer.json(LIMITS))) {
            AwsAccess.Builder access = at(stub).cborEnabled(false).useProfileCredentialsProvider(true);
            call(access.profileCredentialsName("dev").build());
            call(access.profileCredentialsName(null).build());
            assertThat(stub.requests())
                    .extracting(r -> r.header("Authorization").replaceAll(".*=(AK\\w+)/.*", "$1"))
                    .containsExactly("AKDEV", "AKDEFAULT");
        }
    }

    @Test
    void theDefaultChainIsAskedWhenNothingIsNamed() {
        System.setProperty("aws.accessKeyId", "AKCHAIN");
        System.setProperty("aws.secretAccessKey", "S");
        try (StubAws stub = StubAws.start(r -> Answer.json(LIMITS))) {
            call(at(stub).cborEnabled(false).build());
            call(at(stub).cborEnabled(false).build());
            assertThat(stub.requests()).hasSize(2).allSatisfy(r -> assertThat(r.header("Authorization"))
                    .contains("Credential=AKCHAIN/"));
        }
    }

    @Test
    void staticKeysGoBeforeTheDefaultChain() {
        System.setProperty("aws.accessKeyId", "AKCHAIN");
        System.setProperty("aws.secretAccessKey", "S");
        try (StubAws stub = StubAws.start(r -> Answer.json(LIMITS))) {
            call(withKeys(stub).useDefaultCredentialsProvider(true).build());
            assertThat(stub.only().header("Authorization")).contains("Credential=AKSTATIC/");
        }
    }

    @Test
    void aReadyProviderIsUsedAndStaysOpen() {
        CallersProvider provider = new CallersProvider();
        try (StubAws stub = StubAws.start(r -> Answer.json(LIMITS))) {
            call(at(stub).cborEnabled(false).credentialsProvider(provider).build());
            assertThat(stub.only().header("Authorization")).contains("Credential=AKREADY/");
            assertThat(provider.closed).isFalse();
        }
    }

    @Test
    void aRoleIsAssumedWithTheNamedCredentials() {
        try (StubAws sts = StubAws.start(r -> new Answer(200, "text/xml", assumed()));
                StubAws kinesis = StubAws.start(r -> Answer.json(LIMITS))) {
            System.setProperty("aws.endpointUrlSts", sts.uri().toString());
            call(withKeys(kinesis)
                    .applicationName("orders")
                    .roleArn("arn:aws:iam::111122223333:role/reader")
                    .roleExternalId("ext")
                    .roleSessionName("me")
                    .build());

            assertThat(sts.only().body())
                    .contains("Action=AssumeRole", "role%2Freader", "ExternalId=ext", "RoleSessionName=me");
            assertThat(sts.only().header("Authorization")).contains("Credential=AKSTATIC/", "/eu-west-1/sts/");
            assertThat(sts.only().header("User-Agent")).contains("app/orders");
            assertThat(kinesis.only().header("Authorization")).contains("Credential=AKROLE/");
            assertThat(kinesis.only().header("X-Amz-Security-Token")).isEqualTo("ROLETOKEN");
        }
    }

    @Test
    void aRoleIsAssumedOverAReadyProviderWhichStaysOpen() {
        CallersProvider provider = new CallersProvider();
        try (StubAws sts = StubAws.start(r -> new Answer(200, "text/xml", assumed()));
                StubAws kinesis = StubAws.start(r -> Answer.json(LIMITS))) {
            System.setProperty("aws.endpointUrlSts", sts.uri().toString());
            call(at(kinesis)
                    .cborEnabled(false)
                    .credentialsProvider(provider)
                    .roleArn("arn:aws:iam::111122223333:role/reader")
                    .build());
            assertThat(sts.only().header("Authorization")).contains("Credential=AKREADY/");
            assertThat(sts.only().body()).contains("RoleSessionName=camel-kinesis-checkpointed");
            assertThat(provider.closed).isFalse();
        }
    }

    @Test
    void theStsClientIsClosedWithTheClientItServes() {
        try (StubAws sts = StubAws.start(r -> new Answer(200, "text/xml", assumed()));
                StubAws kinesis = StubAws.start(r -> Answer.json(LIMITS))) {
            System.setProperty("aws.endpointUrlSts", sts.uri().toString());
            KinesisClient client = AwsClients.kinesis(
                    withKeys(kinesis)
                            .roleArn("arn:aws:iam::111122223333:role/reader")
                            .build(),
                    1);
            var credentials = client.serviceClientConfiguration().credentialsProvider();
            client.close();
            assertThatThrownBy(() -> credentials.resolveIdentity().join())
                    .hasRootCauseInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("shut down");
            assertThat(sts.requests()).isEmpty();
        }
    }

    @Test
    void theEndpointIsOverriddenOnlyWhenAskedFor() {
        AwsAccess.Builder access = AwsAccess.builder().region("eu-west-1").uriEndpointOverride("http://localhost:1");
        try (KinesisClient client = AwsClients.kinesis(access.build(), 1)) {
            assertThat(client.serviceClientConfiguration().endpointOverride()).isEmpty();
        }
        try (KinesisClient client =
                AwsClients.kinesis(access.overrideEndpoint(true).build(), 1)) {
            assertThat(client.serviceClientConfiguration().endpointOverride()).isPresent();
        }
    }

    @Test
    void eachClientHasItsOwnRegion() {
        try (StubAws stub = StubAws.start(r -> Answer.json("{\"TableNames\":[]}"))) {
            AwsAccess kinesis = withKeys(stub).build();
            try (DynamoDbClient table = AwsClients.dynamoDb(
                            kinesis.toBuilder().region("us-east-2").build(), 1);
                    KinesisClient stream = AwsClients.kinesis(kinesis, 1)) {
                table.listTables();
                stream.describeLimits();
            }
            assertThat(stub.requests())
                    .extracting(
                            r -> r.header("Authorization").replaceAll(".*/([a-z0-9-]+/[a-z]+)/aws4_request.*", "$1"))
                    .containsExactly("us-east-2/dynamodb", "eu-west-1/kinesis");
        }
    }

    @Test
    void theApplicationNameStandsInTheUserAgentOfEveryClient() {
        try (StubAws stub = StubAws.start(r -> Answer.json("{}"))) {
            AwsAccess access = withKeys(stub).applicationName("orders").build();
            try (KinesisClient kinesis = AwsClients.kinesis(access, 1);
                    DynamoDbClient table = AwsClients.dynamoDb(access, 1);
                    KinesisAsyncClient async = AwsClients.kinesisAsync(access)) {
                kinesis.describeLimits();
                table.listTables();
                assertThat(async.serviceClientConfiguration()
                                .overrideConfiguration()
                                .appId())
                        .contains("orders");
            }
            assertThat(stub.requests()).hasSize(2).allSatisfy(r -> assertThat(r.header("User-Agent"))
                    .contains("app/orders"));
        }
    }

    @Test
    void theProtocolIsThatOfTheClientAndNoOther() {
        try (StubAws stub = StubAws.start(r -> Answer.error(400, "InvalidArgumentException"))) {
            AwsAccess json = withKeys(stub).build();
            try (KinesisClient speaksJson = AwsClients.kinesis(json, 1);
                    KinesisClient speaksCbor = AwsClients.kinesis(
                            json.toBuilder().cborEnabled(true).build(), 1)) {
                assertThatThrownBy(speaksCbor::describeLimits).isInstanceOf(SdkServiceException.class);
                assertThatThrownBy(speaksJson::describeLimits).isInstanceOf(SdkServiceException.class);
            }
            assertThat(stub.requests())
                    .extracting(r -> r.header("Content-Type"))
                    .containsExactly("application/x-amz-cbor-1.1", "application/x-amz-json-1.1");
            assertThat(System.getProperty("aws.cborEnabled")).isNull();
        }
    }

    @Test
    void clientsOfBothProtocolsAreBuiltAtOnceAndEachKeepsItsOwn() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (StubAws stub = StubAws.start(r -> Answer.error(400, "InvalidArgumentException"))) {
            List<Future<KinesisClient>> built = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                AwsAccess access = withKeys(stub).cborEnabled(i % 2 == 0).build();
                built.add(threads.submit(() -> AwsClients.kinesis(access, 1)));
            }
            for (int i = 0; i < built.size(); i++) {
                try (KinesisClient client = built.get(i).get()) {
                    assertThatThrownBy(client::describeLimits).isInstanceOf(SdkServiceException.class);
                }
                assertThat(stub.requests().get(i).header("Content-Type"))
                        .isEqualTo(i % 2 == 0 ? "application/x-amz-cbor-1.1" : "application/x-amz-json-1.1");
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aProtocolChosenForTheWholeJvmIsPutBack() {
        System.setProperty("aws.cborEnabled", "true");
        AwsAccess access =
                AwsAccess.builder().region("eu-west-1").cborEnabled(false).build();
        AwsClients.kinesis(access, 1).close();
        AwsClients.kinesisAsync(access).close();
        assertThat(System.getProperty("aws.cborEnabled")).isEqualTo("true");
    }

    @Test
    void callsGoThroughTheProxy() {
        try (StubAws proxy = StubAws.start(r -> Answer.json(LIMITS))) {
            call(AwsAccess.builder()
                    .region("eu-west-1")
                    .accessKey("AK")
                    .secretKey("SK")
                    .cborEnabled(false)
                    .overrideEndpoint(true)
                    .uriEndpointOverride("http://kinesis.invalid")
                    .proxyProtocol(Protocol.HTTP)
                    .proxyHost("127.0.0.1")
                    .proxyPort(proxy.port())
                    .build());
            assertThat(proxy.only().header("Host")).isEqualTo("kinesis.invalid");
        }
    }

    @Test
    void kinesisIsTriedOnceAndTheTableThreeTimes() {
        try (StubAws stub = StubAws.start(r -> Answer.error(500, "InternalFailure"))) {
            AwsAccess access = withKeys(stub).build();
            try (KinesisClient kinesis = AwsClients.kinesis(access, 1);
                    DynamoDbClient table = AwsClients.dynamoDb(access, 1)) {
                assertThatThrownBy(kinesis::describeLimits).isInstanceOf(SdkServiceException.class);
                assertThat(stub.requests()).hasSize(1);
                assertThatThrownBy(table::listTables).isInstanceOf(SdkServiceException.class);
                assertThat(stub.requests()).hasSize(4);
            }
        }
    }

    @Test
    void anyCertificateIsTrustedOnlyWhenAskedFor(@TempDir Path dir) throws Exception {
        try (StubAws stub = StubAws.start(SelfSigned.context(dir), r -> Answer.json(LIMITS))) {
            call(withKeys(stub).trustAllCertificates(true).build());
            AwsAccess strict = withKeys(stub).build();
            assertThatThrownBy(() -> call(strict))
                    .isInstanceOf(SdkClientException.class)
                    .hasMessageContaining("certification path");
            assertThat(stub.requests()).hasSize(1);
        }
    }

    @Test
    void theClientForSubscriptionsTakesTheSameSettings() {
        try (StubAws stub = StubAws.start(r -> Answer.json(LIMITS))) {
            try (KinesisAsyncClient client =
                    AwsClients.kinesisAsync(withKeys(stub).build())) {
                var built = client.serviceClientConfiguration();
                assertThat(built.region().id()).isEqualTo("eu-west-1");
                assertThat(built.endpointOverride()).contains(stub.uri());
                assertThat(built.credentialsProvider().resolveIdentity().join().accessKeyId())
                        .isEqualTo("AKSTATIC");
                assertThat(built.overrideConfiguration()
                                .retryStrategy()
                                .orElseThrow()
                                .maxAttempts())
                        .isEqualTo(SignedAgain.ATTEMPTS);
            }
        }
    }

    @Test
    void theClientForSubscriptionsGoesThroughTheProxy() throws Exception {
        try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                KinesisAsyncClient client = AwsClients.kinesisAsync(AwsAccess.builder()
                        .region("eu-west-1")
                        .accessKey("AK")
                        .secretKey("SK")
                        .proxyProtocol(Protocol.HTTP)
                        .proxyHost("127.0.0.1")
                        .proxyPort(proxy.getLocalPort())
                        .build())) {
            proxy.setSoTimeout(30_000);
            CompletableFuture<?> call = client.describeLimits();
            try (Socket connection = proxy.accept()) {
                connection.setSoTimeout(30_000);
                assertThat(new BufferedReader(new InputStreamReader(connection.getInputStream(), US_ASCII)).readLine())
                        .startsWith("CONNECT kinesis.eu-west-1.amazonaws.com:443");
            }
            assertThatThrownBy(call::join).hasCauseInstanceOf(SdkClientException.class);
        }
    }

    @Test
    void theClientForSubscriptionsTrustsAnyCertificateOnlyWhenAskedFor(@TempDir Path dir) throws Exception {
        try (ServerSocket server = SelfSigned.context(dir)
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            server.setSoTimeout(30_000);
            AwsAccess.Builder access = AwsAccess.builder()
                    .region("eu-west-1")
                    .accessKey("AK")
                    .secretKey("SK")
                    .overrideEndpoint(true)
                    .uriEndpointOverride("https://127.0.0.1:" + server.getLocalPort());
            assertThat(firstByteOf(access.trustAllCertificates(true).build(), server))
                    .isPositive();
            assertThat(firstByteOf(access.trustAllCertificates(false).build(), server))
                    .isNegative();
        }
    }

    /** The first byte that a client sends inside TLS; negative when it does not get that far. */
    private static int firstByteOf(AwsAccess access, ServerSocket server) throws Exception {
        try (KinesisAsyncClient client = AwsClients.kinesisAsync(access)) {
            CompletableFuture<?> call = client.describeLimits();
            int first;
            try (Socket connection = server.accept()) {
                connection.setSoTimeout(30_000);
                first = connection.getInputStream().read();
            } catch (SSLException e) {
                first = -1;
            }
            assertThatThrownBy(call::join).hasCauseInstanceOf(SdkClientException.class);
            return first;
        }
    }

    private static String assumed() {
        return "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult><Credentials>"
                + "<AccessKeyId>AKROLE</AccessKeyId><SecretAccessKey>S</SecretAccessKey>"
                + "<SessionToken>ROLETOKEN</SessionToken><Expiration>"
                + Instant.now().plusSeconds(3600)
                + "</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>";
    }

    private static final class CallersProvider implements AwsCredentialsProvider, SdkAutoCloseable {

        final AtomicBoolean closed = new AtomicBoolean();

        @Override
        public AwsCredentials resolveCredentials() {
            return AwsBasicCredentials.create("AKREADY", "S");
        }

        @Override
        public void close() {
            closed.set(true);
        }
    }
}
