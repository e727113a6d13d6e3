// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.engine.consume.Fetch;
import io.camelkinesis.engine.consume.ShardReader;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.Shard;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.produce.StreamWriter;
import io.camelkinesis.test.contract.ShardReaderContract;
import io.camelkinesis.test.contract.StreamWriterContract;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** The readers, the lister and the writer, with our own clients, against a Kinesis that others wrote. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OtherKinesisSuite {

    private static final String SHARD = "shardId-000000000000";
    private static final int SHARDS = 250;

    private OtherKinesis kinesis;
    private ExecutorService threads;
    private KinesisClient cbor;
    private KinesisClient json;
    private StreamClients writers;

    /** Starts it; it admits 500 shards. */
    abstract OtherKinesis startKinesis();

    @BeforeAll
    void start() {
        kinesis = startKinesis();
        threads = Executors.newFixedThreadPool(4);
        AwsAccess access = LocalAccess.to(kinesis.endpoint()).build();
        cbor = AwsClients.kinesis(access, 4);
        json = AwsClients.kinesis(access.toBuilder().cborEnabled(false).build(), 4);
        writers = StreamClients.open(access, 4);
    }

    @AfterAll
    void stop() {
        if (kinesis != null) {
            writers.close();
            cbor.close();
            json.close();
            threads.shutdownNow();
            kinesis.close();
        }
    }

    @Nested
    class ReaderInCbor extends ShardReaderContract {

        @Override
        protected ShardReader reader() {
            return new KinesisShardReader(cbor, threads);
        }

        @Override
        protected KinesisClient client() {
            return kinesis.client();
        }
    }

    @Nested
    class ReaderInJson extends ShardReaderContract {

        @Override
        protected ShardReader reader() {
            return new KinesisShardReader(json, threads);
        }

        @Override
        protected KinesisClient client() {
            return kinesis.client();
        }
    }

    @Nested
    class Writer extends StreamWriterContract {

        @Override
        protected StreamWriter writer() {
            return new KinesisStreamWriter(writers, threads);
        }

        @Override
        protected KinesisClient client() {
            return kinesis.client();
        }
    }

    @Test
    void allPagesOfShardsAreListed() throws Exception {
        create("many", SHARDS);
        KinesisShardLister lister = new KinesisShardLister(cbor, threads, "here");
        List<Shard> shards =
                lister.list(StreamId.of("many")).toCompletableFuture().get(30, TimeUnit.SECONDS);
        assertThat(shards).hasSize(SHARDS).doesNotHaveDuplicates();
        String arn = lister.describe(StreamId.of("many"))
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS)
                .arn();
        assertThat(lister.list(StreamId.of(arn)).toCompletableFuture().get(30, TimeUnit.SECONDS))
                .hasSize(SHARDS);
    }

    @Test
    void aCheckpointOfAStreamThatWasMadeAnewIsReportedAndReadAround() throws Exception {
        create("again", 1);
        String old = put("again", "first life");
        kinesis.client().deleteStream(d -> d.streamName("again"));
        await().until(() -> !kinesis.client().listStreams().streamNames().contains("again"));
        create("again", 1);
        put("again", "second life");

        KinesisShardReader reader = new KinesisShardReader(cbor, threads);
        Position from = new Position.After(SequenceNumber.of(old));
        assertThat(fetch(reader, from)).isInstanceOfSatisfying(Fetch.Failed.class, failed -> assertThat(failed.cause())
                .isInstanceOf(StalePositionException.class));
        assertThat(fetch(reader, from))
                .isInstanceOfSatisfying(Fetch.Records.class, records -> assertThat(records.records())
                        .hasSize(1));
    }

    private static Fetch fetch(ShardReader reader, Position from) throws Exception {
        return reader.fetch(StreamId.of("again").shard(SHARD), from, null, 100)
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    private void create(String stream, int shards) {
        kinesis.client().createStream(c -> c.streamName(stream).shardCount(shards));
        await().until(() -> kinesis.client()
                        .describeStreamSummary(d -> d.streamName(stream))
                        .streamDescriptionSummary()
                        .streamStatus()
                == StreamStatus.ACTIVE);
    }

    private String put(String stream, String text) {
        return kinesis.client()
                .putRecord(p -> p.streamName(stream).partitionKey("k").data(SdkBytes.fromUtf8String(text)))
                .sequenceNumber();
    }
}
