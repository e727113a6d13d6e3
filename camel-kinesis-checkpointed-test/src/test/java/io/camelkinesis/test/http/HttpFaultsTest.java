// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.camelkinesis.test.kinesis.Fault;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.camelkinesis.test.kinesis.Operation;
import io.camelkinesis.test.time.MovableClock;
import java.net.URI;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** The model's faults, limits and clock as clients see them over HTTP. */
class HttpFaultsTest {

    private static final String SHARD = "shardId-000000000000";

    private final MovableClock clock = new MovableClock();
    private final InMemoryKinesis kinesis =
            InMemoryKinesis.builder().clock(clock).build();
    private final HttpKinesis server = HttpKinesis.start(kinesis);
    private final List<AutoCloseable> clients = new ArrayList<>();

    @BeforeEach
    void createStream() {
        kinesis.createStream("orders", 1);
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable client : clients) {
            client.close();
        }
        server.close();
    }

    static Stream<Arguments> ways() {
        return Stream.of(Wire.values()).flatMap(wire -> Stream.of("blocking", "async", "async over HTTP/2")
                .map(way -> Arguments.of(way, wire)));
    }

    private KinesisClient client(String way, Wire wire) {
        URI endpoint = server.endpoint();
        KinesisClient client = way.equals("blocking")
                ? SdkClients.sync(endpoint, wire)
                : SdkClients.blocking(
                        SdkClients.async(endpoint, wire, way.equals("async") ? Protocol.HTTP1_1 : Protocol.HTTP2));
        clients.add(client);
        return client;
    }

    private static String put(KinesisClient client, String text) {
        return client.putRecord(b -> b.streamName("orders").partitionKey("k").data(SdkBytes.fromUtf8String(text)))
                .sequenceNumber();
    }

    private static String horizon(KinesisClient client) {
        return client.getShardIterator(
                        b -> b.streamName("orders").shardId(SHARD).shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("ways")
    void aLostRequestAndALostReplyGetNoAnswer(String way, Wire wire) {
        KinesisClient client = client(way, wire);
        put(client, "before");
        kinesis.failNext(Operation.PUT_RECORD, Fault.REQUEST_LOST, Fault.REPLY_LOST);

        assertThatThrownBy(() -> put(client, "request lost")).isInstanceOf(SdkClientException.class);
        assertThatThrownBy(() -> put(client, "reply lost")).isInstanceOf(SdkClientException.class);
        put(client, "after");

        assertThat(kinesis.records("orders"))
                .extracting(record -> record.text())
                .containsExactly("before", "reply lost", "after");
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("ways")
    void whatIsRefusedComesAsItsException(String way, Wire wire) {
        KinesisClient client = client(way, wire);
        kinesis.failNext(Operation.PUT_RECORD, Fault.THROTTLED, Fault.INTERNAL_FAILURE);
        kinesis.failNext(Operation.LIST_SHARDS, Fault.THROTTLED);
        kinesis.failNext(Operation.GET_RECORDS, Fault.ITERATOR_EXPIRED);
        String iterator = horizon(client);

        assertAnswered(
                catchThrowable(() -> put(client, "x")),
                ProvisionedThroughputExceededException.class,
                400,
                "ProvisionedThroughputExceededException");
        assertAnswered(catchThrowable(() -> put(client, "x")), KinesisException.class, 500, "InternalFailure");
        assertAnswered(
                catchThrowable(() -> client.listShards(b -> b.streamName("orders"))),
                LimitExceededException.class,
                400,
                "LimitExceededException");
        assertAnswered(
                catchThrowable(() -> client.getRecords(b -> b.shardIterator(iterator))),
                ExpiredIteratorException.class,
                400,
                "ExpiredIteratorException");
        assertThat(kinesis.records("orders")).isEmpty();
    }

    private static void assertAnswered(
            Throwable thrown, Class<? extends KinesisException> type, int status, String code) {
        assertThat(thrown).isInstanceOf(type);
        KinesisException answer = (KinesisException) thrown;
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.requestId()).isNotBlank();
        assertThat(answer.awsErrorDetails().errorCode()).isEqualTo(code);
        assertThat(answer.awsErrorDetails().errorMessage()).isNotBlank();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("ways")
    void recordsThatAreRejectedAreToldOneByOne(String way, Wire wire) {
        KinesisClient client = client(way, wire);
        kinesis.failNext(Operation.PUT_RECORDS, Fault.rejecting(1));
        List<PutRecordsRequestEntry> entries = Stream.of("0", "1", "2")
                .map(text -> PutRecordsRequestEntry.builder()
                        .partitionKey(text)
                        .data(SdkBytes.fromUtf8String(text))
                        .build())
                .toList();

        PutRecordsResponse response =
                client.putRecords(b -> b.streamName("orders").records(entries));

        assertThat(response.failedRecordCount()).isEqualTo(1);
        assertThat(response.records())
                .extracting(PutRecordsResultEntry::errorCode)
                .containsExactly(null, "ProvisionedThroughputExceededException", null);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("ways")
    void timesAreThoseOfTheModelsClock(String way, Wire wire) {
        KinesisClient client = client(way, wire);
        clock.advance(Duration.ofDays(400));
        put(client, "x");

        var response = client.getRecords(b -> b.shardIterator(horizon(client)));

        assertThat(response.records().get(0).approximateArrivalTimestamp())
                .isEqualTo(kinesis.records("orders").get(0).arrival())
                .isBetween(clock.now().minusSeconds(60), clock.now());
        String date = response.sdkHttpResponse().firstMatchingHeader("Date").orElseThrow();
        assertThat(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant())
                .isBetween(clock.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(60), clock.now());
    }

    @Test
    void overHttp2TheCallsOfAConnectionRunSideBySide() {
        KinesisAsyncClient client = SdkClients.async(server.endpoint(), Wire.CBOR, Protocol.HTTP2);
        clients.add(client);
        List<CompletableFuture<?>> puts = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String key = "k" + i;
            puts.add(client.putRecord(
                    b -> b.streamName("orders").partitionKey(key).data(SdkBytes.fromByteArray(new byte[100_000]))));
        }
        puts.forEach(CompletableFuture::join);
        assertThat(kinesis.records("orders")).hasSize(50);
    }

    @Test
    void theLargestCallsPassInBothProtocols() {
        for (Wire wire : Wire.values()) {
            KinesisClient client = client("blocking", wire);
            List<PutRecordsRequestEntry> entries = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                byte[] data = new byte[(1 << 20) - 1];
                Arrays.fill(data, (byte) i);
                entries.add(PutRecordsRequestEntry.builder()
                        .partitionKey("k")
                        .data(SdkBytes.fromByteArray(data))
                        .build());
            }
            kinesis.createStream("large-" + wire, 1);
            client.putRecords(b -> b.streamName("large-" + wire).records(entries));
            String iterator = client.getShardIterator(b -> b.streamName("large-" + wire)
                            .shardId(SHARD)
                            .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                    .shardIterator();
            assertThat(client.getRecords(b -> b.shardIterator(iterator)).records())
                    .hasSize(10)
                    .extracting(record -> record.data().asByteArray().length)
                    .containsOnly((1 << 20) - 1);
        }
    }
}
