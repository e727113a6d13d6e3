// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelkinesis.test.kinesis.Fault;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.camelkinesis.test.kinesis.Operation;
import io.camelkinesis.test.kinesis.StoredRecord;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.builder.ExpressionBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an exchange that is sent comes to: the record it makes, its headers, its typed failures. */
class ProducerTest {

    private static final String SHARD = "shardId-000000000000";
    private static final String HIGHEST_HASH = "340282366920938463463374607431768211455";
    private static final int MIB = 1 << 20;

    @RegisterExtension
    final SendingContext sending = new SendingContext("orders");

    private final InMemoryKinesis kinesis = sending.kinesis();
    private final DefaultCamelContext context = sending.context();

    private Exchange send(String uri, Object body, Map<String, Object> headers) {
        return sending.send(uri, body, headers);
    }

    private Exchange send(String uri, Object body) {
        return send(uri, body, Map.of(KinesisCheckpointedConstants.PARTITION_KEY, "ada"));
    }

    private static Exchange put(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
        return exchange;
    }

    private List<String> stored(String stream) {
        return kinesis.records(stream).stream()
                .map(r -> r.partitionKey() + "=" + new String(r.data(), StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void anExchangeCompletesWithShardSequenceNumberAndAttempts() {
        Exchange exchange = put(send("kinesis-cp:orders", "tea"));
        StoredRecord stored = kinesis.records("orders").get(0);
        assertThat(exchange.getMessage().getHeaders())
                .containsEntry(KinesisCheckpointedConstants.SHARD_ID, SHARD)
                .containsEntry(
                        KinesisCheckpointedConstants.SEQUENCE_NUMBER,
                        stored.sequence().digits())
                .containsEntry(KinesisCheckpointedConstants.ATTEMPTS, 1);
        assertThat(stored("orders")).containsExactly("ada=tea");
        assertThat(exchange.getMessage().getBody()).isEqualTo("tea");
    }

    @Test
    void everyRequestThatCarriedTheRecordIsAnAttempt() {
        kinesis.failNext(Operation.PUT_RECORDS, Fault.rejecting(0), Fault.THROTTLED, Fault.REQUEST_LOST);
        Exchange exchange = put(send("kinesis-cp:orders?retryDelay=1&maxRetryDelay=2", "tea"));
        assertThat(exchange.getMessage().getHeader(KinesisCheckpointedConstants.ATTEMPTS))
                .isEqualTo(4);
        assertThat(stored("orders")).containsExactly("ada=tea");
    }

    @Test
    void headersOfTheRecordThatWasReadDoNotPassForThoseOfTheOneThatWasPut() {
        Exchange exchange = put(send(
                "kinesis-cp:orders",
                "tea",
                Map.of(
                        KinesisCheckpointedConstants.PARTITION_KEY, "ada",
                        KinesisCheckpointedConstants.SEQUENCE_NUMBER, "42",
                        KinesisCheckpointedConstants.SUB_SEQUENCE_NUMBER, 3L,
                        KinesisCheckpointedConstants.STREAM_NAME, "source",
                        KinesisCheckpointedConstants.SOURCE_STREAM, "source")));
        assertThat(exchange.getMessage().getHeaders())
                .doesNotContainKey(KinesisCheckpointedConstants.SUB_SEQUENCE_NUMBER);
        assertThat(exchange.getMessage().getHeader(KinesisCheckpointedConstants.SEQUENCE_NUMBER))
                .isEqualTo(kinesis.records("orders").get(0).sequence().digits());
    }

    @Test
    void partitionKeyIsAnExpressionAndGoesBeforeTheHeader() {
        put(send("kinesis-cp:orders?partitionKey=${body}-key", "tea"));
        context.getRegistry().bind("byHeader", ExpressionBuilder.headerExpression("customer"));
        put(send("kinesis-cp:orders?partitionKey=#byHeader", "milk", Map.of("customer", "bob")));
        assertThat(stored("orders")).containsExactly("tea-key=tea", "bob=milk");
    }

    @Test
    void explicitHashKeyChoosesTheShard() {
        kinesis.createStream("two", 2);
        put(send("kinesis-cp:two?explicitHashKey=0", "low"));
        put(send("kinesis-cp:two?explicitHashKey=${header.h}", "high", headers("h", HIGHEST_HASH)));
        put(send("kinesis-cp:two", "high", headers(KinesisCheckpointedConstants.EXPLICIT_HASH_KEY, HIGHEST_HASH)));
        assertThat(kinesis.records("two", SHARD)).hasSize(1);
        assertThat(kinesis.records("two", "shardId-000000000001")).hasSize(2);
        for (String bad : List.of("-1", "abc", "340282366920938463463374607431768211456", "9".repeat(50))) {
            assertThat(send("kinesis-cp:two?explicitHashKey=" + bad, "x").getException())
                    .isInstanceOf(InvalidPartitionKeyException.class)
                    .hasMessageContaining("2^128")
                    .hasMessageNotContaining(bad);
        }
    }

    private static Map<String, Object> headers(String name, Object value) {
        return Map.of(KinesisCheckpointedConstants.PARTITION_KEY, "ada", name, value);
    }

    @Test
    void aKeyWithHalfASurrogatePairFailsAtOnceAndIsNotShown() {
        for (String cut : List.of("cut \uD83D", "\uDE00 cut", "a\uD83Db", "cut \uD83D" + "k".repeat(300))) {
            assertThat(send("kinesis-cp:orders", "a", Map.of(KinesisCheckpointedConstants.PARTITION_KEY, cut))
                            .getException())
                    .isInstanceOf(InvalidPartitionKeyException.class)
                    .hasMessageContaining("surrogate")
                    .hasMessageNotContaining(cut);
        }
        put(send("kinesis-cp:orders", "b", Map.of(KinesisCheckpointedConstants.PARTITION_KEY, "whole \uD83D\uDE00")));
        assertThat(stored("orders")).containsExactly("whole \uD83D\uDE00=b");
    }

    @Test
    void longKeysAreHashedOrFail() {
        String key = "k".repeat(257);
        put(send("kinesis-cp:orders", "a", Map.of(KinesisCheckpointedConstants.PARTITION_KEY, key)));
        put(send("kinesis-cp:orders", "b", Map.of(KinesisCheckpointedConstants.PARTITION_KEY, key)));
        List<String> keys = kinesis.records("orders").stream()
                .map(StoredRecord::partitionKey)
                .toList();
        assertThat(keys.get(0)).matches("[0-9a-f]{64}").isEqualTo(keys.get(1));
        assertThat(send("kinesis-cp:orders?longKeys=FAIL", "c", Map.of(KinesisCheckpointedConstants.PARTITION_KEY, key))
                        .getException())
                .isInstanceOf(InvalidPartitionKeyException.class)
                .hasMessageContaining("257")
                .hasMessageContaining("256")
                .hasMessageNotContaining("kkk");
        put(send(
                "kinesis-cp:orders?longKeys=FAIL",
                "d",
                Map.of(KinesisCheckpointedConstants.PARTITION_KEY, "k".repeat(256))));
    }

    @Test
    void withoutAPartitionKeyTheExchangeFails() {
        assertThat(send("kinesis-cp:orders", "x", Map.of()).getException())
                .isInstanceOf(MissingPartitionKeyException.class)
                .hasMessageContaining("CamelAwsKinesisPartitionKey");
        assertThat(send("kinesis-cp:orders?partitionKey=${header.none}", "x").getException())
                .isInstanceOf(MissingPartitionKeyException.class)
                .hasMessageContaining("partitionKey");
        assertThat(kinesis.calls(Operation.PUT_RECORDS)).isZero();
    }

    @Test
    void bodiesAreConvertedToBytes() {
        put(send("kinesis-cp:orders", "text"));
        put(send("kinesis-cp:orders", new byte[] {'b'}));
        put(send("kinesis-cp:orders", new ByteArrayInputStream("stream".getBytes(StandardCharsets.UTF_8))));
        put(send("kinesis-cp:orders", new byte[0]));
        assertThat(stored("orders")).containsExactly("ada=text", "ada=b", "ada=stream", "ada=");
    }

    static Stream<Object> bodiesThatAreNoBytes() {
        return Stream.of(Map.of("secret", "s3cr3t"), new Pojo("s3cr3t"), List.of("s3cr3t"));
    }

    record Pojo(String field) {}

    @ParameterizedTest
    @MethodSource("bodiesThatAreNoBytes")
    void aBodyWithoutAConverterFailsAndNamesDataFormats(Object body) {
        assertThat(send("kinesis-cp:orders", body).getException())
                .isInstanceOf(UnsupportedBodyException.class)
                .hasMessageContaining(body.getClass().getName())
                .hasMessageContaining("marshal().json()")
                .hasMessageNotContaining("s3cr3t");
        assertThat(send("kinesis-cp:orders", null).getException()).isInstanceOf(UnsupportedBodyException.class);
    }

    @Test
    void aHeaderNamesAnotherStream() {
        kinesis.createStream("payments", 1);
        put(send("kinesis-cp:orders", "byName", headers(KinesisCheckpointedConstants.STREAM_NAME, "payments")));
        put(send(
                "kinesis-cp:orders",
                "byArn",
                headers(KinesisCheckpointedConstants.STREAM_NAME, kinesis.arnOf("payments"))));
        assertThat(stored("payments")).containsExactly("ada=byName", "ada=byArn");
        assertThat(stored("orders")).isEmpty();
    }

    @Test
    void theStreamThatARecordWasReadFromIsNotWhereItGoes() {
        kinesis.createStream("source", 1);
        Map<String, Object> headers = Map.of(
                KinesisCheckpointedConstants.PARTITION_KEY, "ada",
                KinesisCheckpointedConstants.STREAM_NAME, "source",
                KinesisCheckpointedConstants.SOURCE_STREAM, "source");
        put(send("kinesis-cp:orders", "copy", headers));
        assertThat(stored("orders")).containsExactly("ada=copy");
        assertThat(stored("source")).isEmpty();
    }

    @Test
    void aStreamThatIsNotThereFailsItsExchangeAlone() {
        assertThat(send("kinesis-cp:orders", "x", headers(KinesisCheckpointedConstants.STREAM_NAME, "none"))
                        .getException())
                .isInstanceOfSatisfying(StreamNotFoundException.class, e -> assertThat(e.stream())
                        .isEqualTo("none"));
        assertThat(send("kinesis-cp:orders", "x", headers(KinesisCheckpointedConstants.STREAM_NAME, "a b"))
                        .getException())
                .isInstanceOf(StreamNotFoundException.class)
                .hasMessageContaining("neither the name nor the ARN");
        put(send("kinesis-cp:orders", "y"));
    }

    @Test
    void toDNamesTheStreamOfEachMessage() throws Exception {
        kinesis.createStream("payments", 1);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").toD("kinesis-cp:${header.kind}");
            }
        });
        put(send("direct:in", "a", headers("kind", "orders")));
        put(send("direct:in", "b", headers("kind", "payments")));
        assertThat(stored("orders")).containsExactly("ada=a");
        assertThat(stored("payments")).containsExactly("ada=b");
    }

    @Test
    void splitBodyPutsEachElement() {
        Exchange exchange = put(send("kinesis-cp:orders?splitBody=true", List.of("a", new byte[] {'b'}, "c")));
        assertThat(stored("orders")).containsExactly("ada=a", "ada=b", "ada=c");
        assertThat(exchange.getMessage().getHeader(KinesisCheckpointedConstants.SEQUENCE_NUMBER))
                .isEqualTo(kinesis.records("orders").stream()
                        .map(r -> r.sequence().digits())
                        .toList());
        assertThat(exchange.getMessage().getHeader(KinesisCheckpointedConstants.ATTEMPTS))
                .isEqualTo(List.of(1, 1, 1));
        put(send("kinesis-cp:orders?splitBody=true&partitionKey=${body}", List.of("x", "y")));
        assertThat(stored("orders")).endsWith("x=x", "y=y");
        put(send("kinesis-cp:orders?splitBody=true", List.of()));
        put(send("kinesis-cp:orders?splitBody=true", "one"));
        assertThat(stored("orders")).hasSize(6);
    }

    @Test
    void anElementThatFailsFailsTheExchangeAndItsNeighboursArePut() {
        Exchange exchange = send("kinesis-cp:orders?splitBody=true", Arrays.asList("a", null, Map.of(), "d"));
        assertThat(exchange.getException())
                .isInstanceOf(UnsupportedBodyException.class)
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        assertThat(stored("orders")).containsExactly("ada=a", "ada=d");
        assertThat(exchange.getMessage().getHeader(KinesisCheckpointedConstants.SHARD_ID))
                .isEqualTo(Arrays.asList(SHARD, null, null, SHARD));
    }

    @Test
    void aListOfExchangesIsPutRecordByRecord() {
        kinesis.createStream("payments", 1);
        List<Exchange> batch = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Exchange inner = context.getEndpoint("mock:any").createExchange();
            inner.getMessage().setBody("m" + i);
            inner.getMessage().setHeader(KinesisCheckpointedConstants.PARTITION_KEY, "k" + i % 2);
            inner.getMessage().setHeader(KinesisCheckpointedConstants.STREAM_NAME, i == 4 ? "payments" : "orders");
            batch.add(inner);
        }
        Exchange exchange = put(send("kinesis-cp:orders", batch, Map.of()));
        assertThat(stored("orders")).containsExactlyInAnyOrder("k0=m0", "k1=m1", "k0=m2", "k1=m3");
        assertThat(stored("payments")).containsExactly("k0=m4");
        assertThat(exchange.getMessage().getHeader(KinesisCheckpointedConstants.SHARD_ID, List.class))
                .hasSize(5)
                .doesNotContainNull();
    }

    @Test
    void theLimitOfTheStreamIsKnownAndLookedAtAgain() {
        byte[] large = new byte[2 * MIB];
        assertThat(send("kinesis-cp:orders", large).getException())
                .isInstanceOfSatisfying(RecordTooLargeException.class, e -> {
                    assertThat(e.size()).isEqualTo(2 * MIB + 3);
                    assertThat(e.limit()).isEqualTo(MIB);
                })
                .hasMessageNotContaining("ada");
        assertThat(kinesis.calls(Operation.PUT_RECORDS)).isZero();
        kinesis.client()
                .updateMaxRecordSize(u -> u.streamARN(kinesis.arnOf("orders")).maxRecordSizeInKiB(3072));
        put(send("kinesis-cp:orders", large));
        // the service now takes less than is known, and says so
        kinesis.client()
                .updateMaxRecordSize(u -> u.streamARN(kinesis.arnOf("orders")).maxRecordSizeInKiB(1024));
        assertThat(send("kinesis-cp:orders", large).getException())
                .isInstanceOfSatisfying(RecordTooLargeException.class, e -> assertThat(e.limit())
                        .isEqualTo(MIB));
    }

    @Test
    void withoutCheckStreamNothingIsLookedAt() {
        put(send("kinesis-cp:orders?checkStream=false", "a"));
        assertThat(send("kinesis-cp:orders?checkStream=false", new byte[2 * MIB])
                        .getException())
                .isInstanceOfSatisfying(PutRejectedException.class, e -> assertThat(e.lastCode())
                        .isEqualTo("InvalidArgumentException"));
        assertThat(send("kinesis-cp:none?checkStream=false", "a").getException())
                .isInstanceOf(StreamNotFoundException.class);
        assertThat(kinesis.calls(Operation.DESCRIBE_STREAM_SUMMARY)).isZero();
    }

    @Test
    void aMissingStreamIsAnErrorAtStart() {
        assertThatThrownBy(() -> context.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:in").to("kinesis-cp:none");
                    }
                }))
                .isInstanceOf(FailedToStartRouteException.class)
                .hasStackTraceContaining("StreamNotFoundException")
                .hasStackTraceContaining("Stream none does not exist");
    }

    @Test
    void lazyStartProducerLooksAtTheStreamWithTheFirstMessage() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to("kinesis-cp:later?lazyStartProducer=true");
            }
        });
        assertThat(kinesis.calls(Operation.DESCRIBE_STREAM_SUMMARY)).isZero();
        kinesis.createStream("later", 1);
        put(send("direct:in", "x"));
        assertThat(kinesis.calls(Operation.DESCRIBE_STREAM_SUMMARY)).isEqualTo(1);
    }

    @Test
    void afterMaxRetriesTheExchangeFailsWithTheLastCode() {
        kinesis.failNext(
                Operation.PUT_RECORDS,
                Fault.REQUEST_LOST,
                Fault.rejecting(0),
                new Fault.RecordsRejected(Set.of(0), Fault.Reason.INTERNAL_FAILURE));
        assertThat(send("kinesis-cp:orders?maxRetries=2&retryDelay=1", "x").getException())
                .isInstanceOfSatisfying(PutRejectedException.class, e -> {
                    assertThat(e.attempts()).isEqualTo(3);
                    assertThat(e.lastCode()).isEqualTo("InternalFailure");
                    assertThat(e.isOutcomeUnknown()).isTrue();
                });
        assertThat(stored("orders")).isEmpty();
    }

    @Test
    void afterRetryTimeoutTheExchangeFails() {
        for (int i = 0; i < 1000; i++) {
            kinesis.failNext(Operation.PUT_RECORDS, Fault.rejecting(0));
        }
        assertThat(send("kinesis-cp:orders?retryTimeout=50&retryDelay=10&maxRetryDelay=10", "x")
                        .getException())
                .isInstanceOfSatisfying(PutRejectedException.class, e -> assertThat(e.lastCode())
                        .isEqualTo("ProvisionedThroughputExceededException"));
    }
}
