// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.test.http.HttpKinesis;
import io.camelkinesis.test.kinesis.Fault;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.camelkinesis.test.kinesis.Operation;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

class AnswerGateTest {

    private static final int TEN_MIB = 10 << 20;

    private static InMemoryKinesis kinesis;
    private static HttpKinesis server;
    private static ExecutorService threads;

    @BeforeAll
    static void start() {
        kinesis = InMemoryKinesis.create();
        kinesis.createStream("wide", 1);
        kinesis.fill("wide", 10, (1 << 20) - 4);
        kinesis.createStream("empty", 1);
        server = HttpKinesis.start(kinesis);
        threads = Executors.newFixedThreadPool(2);
    }

    @AfterAll
    static void stop() {
        threads.shutdownNow();
        server.close();
    }

    private static KinesisClient client(boolean cbor) {
        return AwsClients.kinesis(
                LocalAccess.to(server.endpoint()).cborEnabled(cbor).build(), 4);
    }

    private static GetRecordsResponse read(KinesisClient client, String stream, AnswerGate.Pass pass) {
        String iterator = client.getShardIterator(request -> request.streamName(stream)
                        .shardId("shardId-000000000000")
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator();
        return client.getRecords(request -> request.shardIterator(iterator).overrideConfiguration(pass::on));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAnswerHoldsItsLengthUntilItsPassIsClosed(boolean cbor) {
        AnswerGate gate = new AnswerGate();
        try (KinesisClient client = client(cbor)) {
            try (AnswerGate.Pass pass = gate.pass()) {
                assertThat(gate.held()).isZero();
                assertThat(read(client, "wide", pass).records()).hasSize(10);
                assertThat(gate.held()).isBetween(TEN_MIB, AnswerGate.LARGEST_BODIES_BYTES);
            }
            assertThat(gate.held()).isZero();
        }
    }

    @Test
    void anAnswerForWhichThereIsNoRoomWaitsAndSmallOnesWhichCameLaterStandBehindIt() {
        AnswerGate gate = new AnswerGate();
        try (KinesisClient client = client(true)) {
            AnswerGate.Pass first = gate.pass();
            read(client, "wide", first);
            AtomicReference<GetRecordsResponse> second = new AtomicReference<>();
            CompletableFuture<Void> reading = CompletableFuture.runAsync(
                    () -> {
                        try (AnswerGate.Pass pass = gate.pass()) {
                            second.set(read(client, "wide", pass));
                        }
                    },
                    threads);
            await().until(gate::isWaitedFor);
            assertThat(second).hasNullValue();
            first.close();
            reading.join();
            assertThat(second.get().records()).hasSize(10);
            assertThat(gate.held()).isZero();
        }
    }

    @Test
    void aFailedCallGivesBackWhatItHeld() {
        AnswerGate gate = new AnswerGate();
        kinesis.failNext(Operation.GET_RECORDS, Fault.THROTTLED);
        try (KinesisClient client = client(true)) {
            try (AnswerGate.Pass pass = gate.pass()) {
                assertThatThrownBy(() -> read(client, "empty", pass)).isInstanceOf(KinesisException.class);
            }
            assertThat(gate.held()).isZero();
        }
    }

    @Test
    void callsWithoutAPassGoThroughUnheeded() {
        try (KinesisClient client = client(true)) {
            assertThat(client.listShards(request -> request.streamName("wide")).shards())
                    .hasSize(1);
        }
    }
}
