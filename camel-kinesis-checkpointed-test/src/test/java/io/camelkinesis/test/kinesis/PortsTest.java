// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.consume.Cursor;
import io.camelkinesis.engine.consume.Fetch;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.model.StreamRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the engine's ports add to the model: latency, and faults as values. */
class PortsTest {

    private static final String STREAM = ModelFixture.STREAM;
    private static final int TRIES = 1_000;

    private final ModelFixture model = new ModelFixture(1);
    private final ShardId shard = StreamId.of(STREAM).shard(ModelFixture.SHARD_0);

    private Fetch fetch(ShardId id, Position from, Cursor cursor, int limit) {
        var answer = model.kinesis
                .shardReader(model.time, Duration.ZERO)
                .fetch(id, from, cursor, limit)
                .toCompletableFuture();
        model.time.runDue();
        return answer.join();
    }

    @Test
    void anAnswerTakesItsLatencyAndReadsWhatIsThereThen() {
        CompletableFuture<Fetch> answer = model.kinesis
                .shardReader(model.time, Duration.ofMillis(30))
                .fetch(shard, Position.TRIM_HORIZON, null, 10)
                .toCompletableFuture();
        model.time.advance(Duration.ofMillis(29));
        assertThat(answer).isNotDone();
        model.kinesis.put(STREAM, "k", "x");

        model.time.advance(Duration.ofMillis(1));

        assertThat(((Fetch.Records) answer.join()).records()).hasSize(1);
    }

    @Test
    void faultsComeAsWhatTheEngineTellsApart() {
        model.kinesis.put(STREAM, "k", "x");
        model.kinesis.failNext(
                Operation.GET_RECORDS,
                Fault.THROTTLED,
                Fault.REQUEST_LOST,
                Fault.REPLY_LOST,
                Fault.INTERNAL_FAILURE,
                Fault.ITERATOR_EXPIRED);
        List<Class<?>> outcomes = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            outcomes.add(fetch(shard, Position.TRIM_HORIZON, null, 10).getClass());
        }
        assertThat(outcomes)
                .containsExactly(
                        Fetch.Throttled.class,
                        Fetch.Failed.class,
                        Fetch.Failed.class,
                        Fetch.Failed.class,
                        Fetch.Expired.class,
                        Fetch.Records.class);
    }

    @Test
    void behindAUserRecordComesItsWholeAggregateAgain() {
        SequenceNumber first = model.kinesis.put(STREAM, "k", "aggregate").sequence();
        model.kinesis.put(STREAM, "k", "next");

        Position inside = new Position.After(SequenceNumber.of(first.digits(), 1));

        assertThat(((Fetch.Records) fetch(shard, inside, null, 10)).records()).hasSize(2);
        assertThat(((Fetch.Records) fetch(shard, new Position.After(first), null, 10)).records())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
    void underFaultsAndReshardsEveryRecordIsReadOnceAndInOrder(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        model.kinesis.faults(FaultPlan.everything(seed, 0.08));
        for (int i = 0; i < 300; i++) {
            model.kinesis.put(STREAM, "key-" + random.nextInt(40), "r" + i);
            if (random.nextInt(30) == 0) {
                reshard(random);
            }
            model.time.advance(Duration.ofMillis(random.nextInt(20)));
        }
        for (String name : model.kinesis.shards(STREAM)) {
            List<SequenceNumber> stored = model.kinesis.records(STREAM, name).stream()
                    .map(StoredRecord::sequence)
                    .toList();
            assertThat(readThroughFaults(StreamId.of(STREAM).shard(name), stored.size(), random))
                    .isEqualTo(stored);
        }
        assertThat(model.kinesis.throttled(Operation.GET_RECORDS)).isPositive();
    }

    private void reshard(SplittableRandom random) {
        List<String> open = model.kinesis.openShards(STREAM);
        if (open.size() == 2 && random.nextBoolean()) {
            model.kinesis.merge(STREAM, open.get(0), open.get(1));
        } else {
            model.kinesis.split(STREAM, open.get(random.nextInt(open.size())));
        }
    }

    private List<SequenceNumber> readThroughFaults(ShardId id, int count, SplittableRandom random) {
        List<SequenceNumber> seen = new ArrayList<>();
        Position at = Position.TRIM_HORIZON;
        Cursor cursor = null;
        for (int i = 0; i < TRIES && seen.size() < count; i++) {
            Fetch fetch = fetch(id, at, cursor, 1 + random.nextInt(20));
            if (fetch instanceof Fetch.Records records) {
                for (StreamRecord record : records.records()) {
                    if (!seen.isEmpty() && record.sequence().compareTo(seen.get(seen.size() - 1)) <= 0) {
                        // the iterator of the former read again
                        continue;
                    }
                    seen.add(record.sequence());
                    at = new Position.After(record.sequence());
                }
                cursor = records.next();
            } else if (fetch instanceof Fetch.Expired) {
                cursor = null;
            }
        }
        return seen;
    }
}
