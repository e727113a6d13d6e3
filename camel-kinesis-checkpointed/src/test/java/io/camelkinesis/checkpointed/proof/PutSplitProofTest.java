// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.checkpointed.proof.KeyedSending.Read;
import io.camelkinesis.test.junit.Backend;
import io.camelkinesis.test.junit.FreshStream;
import io.camelkinesis.test.junit.KinesisTest;
import io.camelkinesis.test.junit.TestKinesis;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** G10 on other people's Kinesis: shards are split while threads send, and a plain SDK client reads back what is there. */
@KinesisTest(Backend.KINESIS_LOCAL)
class PutSplitProofTest {

    private static final int THREADS = 8;
    private static final int KEYS = 200;
    private static final int PER_KEY = 40;
    private static final int SPLITS = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void completeAndInOrderPerKeyWhenShardsAreSplit(TestKinesis kinesis, @FreshStream(shards = 4) String stream)
            throws Exception {
        PlainSdk sdk = new PlainSdk(kinesis.client());
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getRegistry().bind("kinesis", kinesis.client());
            camel.start();
            KeyedSending sending =
                    new KeyedSending(camel, "kinesis-cp:" + stream + "?maxPendingRecords=400", KEYS, PER_KEY);
            sending.start(THREADS);
            for (int i = 0; i < SPLITS; i++) {
                int put = (i + 1) * sending.records() / 5;
                await().atMost(PATIENCE).until(() -> sending.put.get() >= put);
                split(kinesis.client(), stream, sdk.openShards(stream).get(0));
                sdk.awaitActive(stream);
            }
            assertThat(sending.isDone()).as("all was sent before the splits").isFalse();
            await().atMost(PATIENCE).until(sending::isDone);
            sending.assertEachCompletedOnce();
            List<Shard> shards = kinesis.client()
                    .listShards(request -> request.streamName(stream))
                    .shards();
            List<Read> read = new ArrayList<>();
            int inChildren = 0;
            // the id of a child is greater than its parent's
            for (Shard shard : shards) {
                List<Read> ofShard = readAll(kinesis.client(), stream, shard);
                inChildren += shard.parentShardId() == null ? 0 : ofShard.size();
                read.addAll(ofShard);
            }
            sending.assertOnceAndInOrder(read);
            assertThat(inChildren).isPositive();
            System.out.printf(
                    Locale.ROOT,
                    "FIGURE producer.5 on kinesis-local: %d records of %d keys from %d threads, %d splits meanwhile, %d records"
                            + " in the %d shards these made; complete, none twice, per key in order%n",
                    read.size(),
                    KEYS,
                    THREADS,
                    SPLITS,
                    inChildren,
                    2 * SPLITS);
        }
    }

    private static void split(KinesisClient client, String stream, Shard shard) {
        BigInteger middle = new BigInteger(shard.hashKeyRange().startingHashKey())
                .add(new BigInteger(shard.hashKeyRange().endingHashKey()))
                .shiftRight(1);
        client.splitShard(request ->
                request.streamName(stream).shardToSplit(shard.shardId()).newStartingHashKey(middle.toString()));
    }

    private static List<Read> readAll(KinesisClient client, String stream, Shard shard) {
        List<Read> read = new ArrayList<>();
        String iterator = client.getShardIterator(request -> request.streamName(stream)
                        .shardId(shard.shardId())
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator();
        while (iterator != null) {
            String from = iterator;
            GetRecordsResponse answer = client.getRecords(request -> request.shardIterator(from));
            for (Record record : answer.records()) {
                read.add(new Read(record.partitionKey(), record.data().asUtf8String()));
            }
            boolean atTip = answer.records().isEmpty() && answer.millisBehindLatest() == 0;
            iterator = atTip ? null : answer.nextShardIterator();
        }
        return read;
    }
}
