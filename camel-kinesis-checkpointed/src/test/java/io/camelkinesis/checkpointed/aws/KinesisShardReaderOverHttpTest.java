// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.consume.ShardReader;
import io.camelkinesis.engine.model.Shard;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.runtime.Clock;
import io.camelkinesis.test.contract.ShardReaderContract;
import io.camelkinesis.test.http.HttpKinesis;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.camelkinesis.test.time.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * The reader and the lister, with our own clients, against the in-memory Kinesis over HTTP, in both protocols. They pass the
 * same contract on kinesis-local; only here can iterators be made to expire.
 */
class KinesisShardReaderOverHttpTest {

    /** More than a page of ListShards holds. */
    private static final int SHARDS = 2_500;

    private static final MovableClock CLOCK = new MovableClock();

    private static InMemoryKinesis kinesis;
    private static HttpKinesis server;
    private static ExecutorService threads;
    private static KinesisClient cbor;
    private static KinesisClient json;

    @BeforeAll
    static void start() {
        kinesis = InMemoryKinesis.builder().clock(CLOCK).build();
        server = HttpKinesis.start(kinesis);
        threads = Executors.newFixedThreadPool(4);
        AwsAccess access = LocalAccess.to(server.endpoint()).build();
        cbor = AwsClients.kinesis(access, 4);
        json = AwsClients.kinesis(access.toBuilder().cborEnabled(false).build(), 4);
    }

    @AfterAll
    static void stop() {
        cbor.close();
        json.close();
        threads.shutdownNow();
        server.close();
    }

    abstract static class OverHttp extends ShardReaderContract {

        @Override
        protected KinesisClient client() {
            return kinesis.client();
        }

        @Override
        protected boolean expireIterators() {
            kinesis.expireIterators();
            return true;
        }

        @Override
        protected Instant now() {
            return kinesis.now();
        }
    }

    @Nested
    class InCbor extends OverHttp {
        @Override
        protected ShardReader reader() {
            return new KinesisShardReader(cbor, threads);
        }
    }

    @Nested
    class InJson extends OverHttp {
        @Override
        protected ShardReader reader() {
            return new KinesisShardReader(json, threads);
        }
    }

    @Test
    void allPagesOfShardsAreListedAndTheTimeIsThatOfTheService() throws Exception {
        kinesis.createStream("many", SHARDS);
        CLOCK.advance(Duration.ofDays(3));
        KinesisShardLister lister = new KinesisShardLister(cbor, threads, "here");

        List<Shard> shards =
                lister.list(StreamId.of("many")).toCompletableFuture().get(30, TimeUnit.SECONDS);
        Instant told = ServiceTime.of(cbor.describeStreamSummary(d -> d.streamName("many")), new Epoch());

        assertThat(shards).hasSize(SHARDS).doesNotHaveDuplicates();
        assertThat(told).isBetween(kinesis.now().minusSeconds(60).truncatedTo(ChronoUnit.SECONDS), kinesis.now());
    }

    /** Time of this machine, which must not be taken for that of the service. */
    private static final class Epoch implements Clock {

        @Override
        public long nanoTime() {
            return 0;
        }

        @Override
        public Instant now() {
            return Instant.EPOCH;
        }
    }
}
