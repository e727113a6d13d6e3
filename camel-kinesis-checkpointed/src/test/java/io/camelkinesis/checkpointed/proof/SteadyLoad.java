// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.engine.model.SequenceNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** Puts records as another application would: in each round one into each shard, a round every 200 ms. */
final class SteadyLoad implements AutoCloseable {

    private static final long PERIOD_MILLIS = 200;

    private final PlainSdk sdk;
    private final String stream;
    private final List<Shard> shards;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final Map<String, SequenceNumber> last = new TreeMap<>();
    private final List<Long> putAt = new ArrayList<>();
    private final Future<?> putting;
    private boolean paused;
    private int begun;
    private int done;

    SteadyLoad(PlainSdk sdk, String stream) {
        this.sdk = sdk;
        this.stream = stream;
        this.shards = sdk.openShards(stream);
        putting = thread.scheduleAtFixedRate(this::round, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void round() {
        int index;
        synchronized (this) {
            if (paused) {
                return;
            }
            index = begun++;
            putAt.add(System.currentTimeMillis());
        }
        Map<String, List<SequenceNumber>> put = sdk.putIntoEach(stream, shards, index);
        synchronized (this) {
            put.forEach((shard, sequences) -> last.put(shard, sequences.get(0)));
            done++;
        }
    }

    /** The index that the records of the next round will have: they are put after this was asked. */
    synchronized int next() {
        return begun;
    }

    /** When the records of this index were sent, by the clock of the machine in milliseconds. */
    synchronized long putAt(int index) {
        return putAt.get(index);
    }

    /** Returns when this many more rounds have begun. */
    void awaitRounds(int rounds) {
        int end = next() + rounds;
        await("load").failFast(this::assertPutting).until(() -> next() >= end);
    }

    /** Puts no more until {@link #resume()}; returns when what was put is known. */
    void pause() {
        synchronized (this) {
            paused = true;
        }
        await("the end of a round").failFast(this::assertPutting).until(this::isComplete);
    }

    private synchronized boolean isComplete() {
        return begun == done;
    }

    synchronized void resume() {
        paused = false;
    }

    /** All of its records have been accepted so far; it ends when one is not. */
    void assertPutting() {
        assertThat(putting).as("load").isNotDone();
    }

    synchronized int records() {
        return done * shards.size();
    }

    /** The last record of each shard. */
    synchronized Map<String, SequenceNumber> last() {
        return new TreeMap<>(last);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
