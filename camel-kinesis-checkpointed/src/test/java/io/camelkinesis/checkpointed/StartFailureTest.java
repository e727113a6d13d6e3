// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.test.kinesis.FaultPlan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.SupervisingRouteController;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** What a start says when it fails, and that it leaves nothing behind. */
class StartFailureTest {

    private final RunningRoutes routes = new RunningRoutes();

    @AfterEach
    void nothingIsLeftBehind() {
        routes.close();
        await().until(() -> threadsOf("kinesis-cp-").isEmpty());
        await().until(() -> threadsOf("idle-connection-reaper").isEmpty());
    }

    private CannotConsumeException failureOf(String uri) {
        Throwable failure = catchThrowable(() -> routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).to("mock:out");
            }
        }));
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            causes.add(cause);
        }
        assertThat(causes).hasAtLeastOneElementOfType(FailedToStartRouteException.class);
        return causes.stream()
                .filter(CannotConsumeException.class::isInstance)
                .map(CannotConsumeException.class::cast)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no CannotConsumeException", failure));
    }

    @Test
    void anUnknownStream() {
        assertThat(failureOf(routes.uri("ordres")).problems())
                .singleElement()
                .asString()
                .startsWith("streams=ordres: Stream ordres does not exist")
                .contains("Check its name, the region and the account");
    }

    @Test
    void anUnknownShard() {
        routes.kinesis().createStream("orders", 2);
        assertThat(failureOf(routes.uri("orders:1,orders:7")).problems())
                .containsExactly("streams=orders:shardId-000000000007: the stream has no such shard; it has"
                        + " shardId-000000000000, shardId-000000000001");
    }

    @Test
    void aMissingTable() {
        routes.kinesis().createStream("orders", 1);
        assertThat(failureOf(routes.uri("orders", "leaseTableCreate=false")).problems())
                .singleElement()
                .asString()
                .startsWith("leaseTable=" + routes.table())
                .contains("does not exist")
                .contains("leaseTableCreate=true");
    }

    @Test
    void aTableWithOtherKeys() {
        routes.kinesis().createStream("orders", 1);
        routes.dynamoDb().createTable(table -> table.tableName(routes.table())
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(AttributeDefinition.builder()
                        .attributeName("leaseKey")
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .keySchema(KeySchemaElement.builder()
                        .attributeName("leaseKey")
                        .keyType(KeyType.HASH)
                        .build()));
        assertThat(failureOf(routes.uri("orders")).problems())
                .singleElement()
                .asString()
                .startsWith("leaseTable=" + routes.table())
                .contains("has the keys leaseKey (S, HASH)")
                .contains("StreamID (S, HASH) and ShardID (S, RANGE)");
    }

    @Test
    void aDeadLetterEndpointThatCannotBeSentTo() {
        routes.kinesis().createStream("orders", 1);
        String uri = routes.uri("orders", "onFailure=DEAD_LETTER", "deadLetterUri=kinesis-cp:dead");
        assertThat(failureOf(uri).problems())
                .singleElement()
                .asString()
                .startsWith("deadLetterUri=kinesis-cp:dead: ")
                .contains("Stream dead does not exist");
    }

    @Test
    void everythingThatIsMissingIsToldAtOnce() {
        routes.kinesis().createStream("orders", 1);
        assertThat(failureOf(routes.uri("ordres,orders,paymnts", "leaseTableCreate=false"))
                        .problems())
                .hasSize(3)
                .anyMatch(problem -> problem.startsWith("leaseTable="))
                .anyMatch(problem -> problem.startsWith("streams=ordres: "))
                .anyMatch(problem -> problem.startsWith("streams=paymnts: "));
    }

    @Test
    void aServiceThatDoesNotAnswer() throws Exception {
        int port = closedPort();
        DefaultCamelContext context = new DefaultCamelContext();
        Throwable failure;
        try (context) {
            context.getComponent("kinesis-cp", KinesisCheckpointedComponent.class)
                    .startPatience(Duration.ofSeconds(3));
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("kinesis-cp:orders?leaseTable=leases&region=eu-west-1&accessKey=a&secretKey=dont-show-me"
                                    + "&overrideEndpoint=true&uriEndpointOverride=http://localhost:" + port)
                            .to("mock:out");
                }
            });
            failure = catchThrowable(context::start);
        }
        assertThat(failure).rootCause().hasMessageContaining("refused");
        assertThat(failure)
                .hasStackTraceContaining("streams=orders: Stream orders at http://localhost:" + port)
                .hasStackTraceContaining("leaseTable=leases: Lease table leases at http://localhost:" + port);
        assertThat(org.assertj.core.util.Throwables.getStackTrace(failure)).doesNotContain("dont-show-me");
    }

    @Test
    void aSupervisingControllerStartsTheRouteWhenTheServiceIsBack() throws Exception {
        routes.kinesis().createStream("orders", 1);
        routes.put("orders", 3);
        routes.kinesis().faults(FaultPlan.seeded(1).internalFailure(1).build());
        SupervisingRouteController supervising =
                routes.context().getRouteController().supervising();
        supervising.setBackOffDelay(100);
        supervising.setInitialDelay(0);
        ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
        routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                from(routes.uri("orders"))
                        .routeId("r1")
                        .process(exchange -> seen.add(exchange.getMessage().getBody(String.class)));
            }
        });
        await().until(() -> supervising.getRestartException("r1") != null);
        assertThat(supervising.getRestartException("r1")).hasStackTraceContaining("streams=orders: ");
        assertThat(supervising.getRouteStatus("r1")).isNotEqualTo(ServiceStatus.Started);
        assertThat(threadsOf("kinesis-cp-").size()).isLessThan(100);

        routes.kinesis().faults(FaultPlan.none());
        routes.awaitCommitted("orders", 3);
        assertThat(seen).containsExactly("m0", "m1", "m2");
        assertThat(supervising.getRouteStatus("r1")).isEqualTo(ServiceStatus.Started);
    }

    @Test
    void aRouteWithWrongOptionsDoesNotTakeTheOthersDownUnderASupervisingController() throws Exception {
        routes.kinesis().createStream("orders", 1);
        routes.put("orders", 1);
        routes.context().getRouteController().supervising().setBackOffMaxAttempts(1);
        Throwable failure = catchThrowable(() -> routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                from(routes.uri("orders")).routeId("good").to("mock:out");
                from(routes.uri("orders", "checkpointLimit=0")).routeId("bad").to("mock:out");
            }
        }));
        assertThat(failure).hasStackTraceContaining("checkpointLimit=0: must be at least 1");
    }

    @Test
    void aProducerSaysThatItsStreamIsMissing() {
        Throwable failure = catchThrowable(() -> routes.start(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to("kinesis-cp:orders?leaseTable=leases");
            }
        }));
        assertThat(failure).hasStackTraceContaining("Stream orders does not exist");
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static List<String> threadsOf(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(thread -> thread.contains(name))
                .toList();
    }
}
