// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkSystemSetting;

/** What a new user reads who has written something wrong: what it is, which value, what is allowed, what to do. */
class WrongConfigurationsTest {

    private static final String KEYS = "accessKey=AKIDNOBODY&secretKey=dont-show-me";

    private static int messages;

    private final RunningRoutes routes = new RunningRoutes();

    /** Without clients that an endpoint might find. */
    private DefaultCamelContext plain() {
        return new DefaultCamelContext();
    }

    @AfterAll
    static void count() {
        System.out.println("FIGURE stack.4 " + messages + " wrong configurations, their messages below");
    }

    @AfterEach
    void stop() {
        routes.close();
    }

    private String messageOf(String what, DefaultCamelContext camel, RouteBuilder wrong) throws Exception {
        Throwable failure;
        try (camel) {
            camel.getComponent("kinesis-cp", KinesisCheckpointedComponent.class).startPatience(Duration.ofSeconds(1));
            camel.addRoutes(wrong);
            failure = catchThrowable(camel::start);
        }
        assertThat(failure).isNotNull();
        Throwable told = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CannotConsumeException
                    || cause instanceof CannotProduceException
                    || cause instanceof IllegalArgumentException) {
                told = cause;
                break;
            }
        }
        String message = told.getMessage();
        messages++;
        System.out.println("ROW stack.4 " + what + ":");
        message.lines().forEach(line -> System.out.println("ROW stack.4     " + line));
        assertThat(message).doesNotContain("dont-show-me").doesNotContain("AKIDNOBODY");
        assertThat(message.lines().count()).isLessThanOrEqualTo(5);
        return message;
    }

    private String consuming(String what, String uri) throws Exception {
        return consuming(what, plain(), uri);
    }

    private String consuming(String what, DefaultCamelContext camel, String uri) throws Exception {
        return messageOf(what, camel, new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).to("mock:out");
            }
        });
    }

    /** URI of a consumer with clients of its own. */
    private static String own(String... options) {
        return "kinesis-cp:orders?leaseTable=leases&" + String.join("&", options);
    }

    /** Serves one answer, whatever is asked. */
    private static HttpServer answering(int status, String type, String body) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                exchange.getResponseHeaders().add("Content-Type", type);
                byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
        server.start();
        return server;
    }

    private static HttpServer refusing(String code, String message) throws IOException {
        return answering(
                400, "application/x-amz-json-1.1", "{\"__type\":\"" + code + "\",\"message\":\"" + message + "\"}");
    }

    private static String at(HttpServer server) {
        String address = "http://localhost:" + server.getAddress().getPort();
        return "region=eu-west-1&overrideEndpoint=true&uriEndpointOverride=" + address + "&leaseTableEndpoint="
                + address;
    }

    @Test
    void aRegionThatDoesNotExist() throws Exception {
        assertThat(consuming("a region that does not exist", own("region=eu-wset-1", KEYS)))
                .contains("region=eu-wset-1", "did you mean eu-west-1?", "us-east-1", "eu-central-1");
        assertThat(consuming("a zone for a region", own("region=eu-west-1a", KEYS)))
                .contains("did you mean eu-west-1?");
        assertThat(consuming("a region of the table", own("region=eu-west-1", "leaseTableRegion=us-eats-1", KEYS)))
                .contains("leaseTableRegion=us-eats-1", "did you mean us-east-1?");
    }

    @Test
    void aHostThatDoesNotExist() throws Exception {
        String message = consuming(
                "a host that does not exist",
                own(
                        "region=eu-west-1",
                        KEYS,
                        "overrideEndpoint=true&uriEndpointOverride=http://kinesis.invalid:4567",
                        "leaseTableEndpoint=http://dynamodb.invalid:8000"));
        assertThat(message)
                .contains(
                        "Stream orders at http://kinesis.invalid:4567",
                        "there is no host kinesis.invalid",
                        "uriEndpointOverride",
                        "Lease table leases at http://dynamodb.invalid:8000",
                        "there is no host dynamodb.invalid",
                        "leaseTableEndpoint");
    }

    @Test
    void noCredentials() throws Exception {
        Assumptions.assumeTrue(Stream.of("AWS_ACCESS_KEY_ID", "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_PROFILE")
                .allMatch(name -> System.getenv(name) == null));
        String property = SdkSystemSetting.AWS_EC2_METADATA_DISABLED.property();
        String before = System.setProperty(property, "true");
        HttpServer server = refusing("InternalFailure", "not asked");
        try {
            String message = consuming("no credentials", own(at(server), "cborEnabled=false"));
            assertThat(message)
                    .contains(
                            "There are no credentials (of the SDK's default chain)",
                            "environment variables",
                            "Set AWS_PROFILE",
                            "accessKey and secretKey")
                    .doesNotContain("AwsCredentialsProviderChain");
        } finally {
            server.stop(0);
            if (before == null) {
                System.clearProperty(property);
            } else {
                System.setProperty(property, before);
            }
        }
    }

    @Test
    void anExpiredToken() throws Exception {
        HttpServer server = refusing("ExpiredTokenException", "The security token included in the request is expired");
        try {
            assertThat(consuming("an expired token", own(at(server), KEYS, "sessionToken=t", "cborEnabled=false")))
                    .contains(
                            "Stream orders at http://localhost:",
                            "Lease table leases at http://localhost:",
                            "The security token included in the request is expired",
                            "[credentials accessKey/secretKey; renew them there]");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void anInvalidKey() throws Exception {
        HttpServer server =
                refusing("UnrecognizedClientException", "The security token included in the request is invalid.");
        try {
            assertThat(consuming("an invalid key", own(at(server), KEYS, "cborEnabled=false")))
                    .contains(
                            "The security token included in the request is invalid",
                            "[credentials accessKey/secretKey; check them there]");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void anEmulatorThatSpeaksJsonOnly() throws Exception {
        HttpServer server = answering(500, "text/html", "<html><h1>Internal Server Error</h1></html>");
        try {
            assertThat(consuming("an emulator without CBOR", own(at(server), KEYS)))
                    .contains("may not speak CBOR", "cborEnabled=false");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aMissingTable() throws Exception {
        routes.kinesis().createStream("orders", 1);
        assertThat(consuming(
                        "a missing lease table", routes.newContext(), routes.uri("orders", "leaseTableCreate=false")))
                .contains("leaseTable=" + routes.table(), "does not exist. Create it", "leaseTableCreate=true");
    }

    @Test
    void aMissingStream() throws Exception {
        assertThat(consuming("a missing stream", routes.newContext(), routes.uri("ordres")))
                .contains(
                        "streams=ordres", "does not exist", "Check its name, the region and the account, or create it");
    }

    @Test
    void aWrongEnum() throws Exception {
        assertThat(consuming(
                        "a wrong value of a set",
                        routes.newContext(),
                        routes.uri("orders", "ordering=KEYS", "onFailure=IGNORE")))
                .contains(
                        "ordering=KEYS: must be one of SHARD, KEY, NONE",
                        "onFailure=IGNORE: must be one of REPLAY, SKIP, STOP, DEAD_LETTER");
        assertThat(consuming(
                        "a wrong pattern",
                        routes.newContext(),
                        routes.uri("orders", "exchangePattern=Both", "proxyProtocol=FTP")))
                .contains(
                        "exchangePattern=Both: must be one of InOnly, InOut",
                        "proxyProtocol=FTP: must be one of HTTP, HTTPS");
    }

    @Test
    void aWrongDuration() throws Exception {
        assertThat(consuming(
                        "a wrong duration",
                        routes.newContext(),
                        routes.uri("orders", "leasePeriod=15seconds please", "drainTimeout=soon")))
                .contains("leasePeriod=15seconds please: is no duration", "drainTimeout=soon", "1.5s or 1h30m");
    }

    @Test
    void aBatchSizeOfAProducer() throws Exception {
        routes.kinesis().createStream("orders", 1);
        String message = messageOf("batchSize of a producer", routes.newContext(), new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to("kinesis-cp:orders?batchSize=100");
            }
        });
        assertThat(message).contains("batchSize=100", "is of a consumer", "putBatchSize");
    }

    @Test
    void thingsThatContradictEachOther() throws Exception {
        assertThat(consuming(
                        "two URIs that contradict each other",
                        "kinesis-cp:arn:aws:kinesis:eu-west-1:123456789012:stream/orders,"
                                + "arn:aws:kinesis:us-east-1:123456789012:stream/orders?leaseTable=leases"))
                .contains("must name one region, not eu-west-1 and us-east-1", "use one endpoint per region");
        assertThat(consuming(
                        "a region that the ARN contradicts",
                        "kinesis-cp:arn:aws:kinesis:eu-west-1:123456789012:stream/orders?leaseTable=leases&region=us-east-1&"
                                + KEYS))
                .contains("region=us-east-1", "are in eu-west-1", "leave region out or make them the same");
    }

    @Test
    void anErrorIsToldAsAFailedStart() throws Exception {
        routes.kinesis().createStream("orders", 1);
        routes.context().getRegistry().bind("old", TooOldClient.make());
        assertThat(consuming(
                        "a library that is too old",
                        routes.context(),
                        routes.uri("orders", "amazonKinesisClient=#old")))
                .contains("software/amazon/awssdk/Newer", "mvn dependency:tree");
    }
}
