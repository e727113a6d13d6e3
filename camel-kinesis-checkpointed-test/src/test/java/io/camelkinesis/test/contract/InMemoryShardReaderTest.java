// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.contract;

import io.camelkinesis.engine.consume.Fetch;
import io.camelkinesis.engine.consume.ShardReader;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.camelkinesis.test.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.services.kinesis.KinesisClient;

class InMemoryShardReaderTest extends ShardReaderContract {

    private static final Duration LATENCY = Duration.ofMillis(3);

    private final VirtualTime time = new VirtualTime();
    private final InMemoryKinesis kinesis =
            InMemoryKinesis.builder().clock(time).build();

    @Override
    protected ShardReader reader() {
        return kinesis.shardReader(time, LATENCY);
    }

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
    protected Fetch answerOf(CompletionStage<Fetch> answer) {
        time.runUntil(answer.toCompletableFuture()::isDone, Duration.ofMinutes(1));
        return answer.toCompletableFuture().join();
    }

    @Override
    protected void letTimePass() {
        time.advance(Duration.ofMillis(5));
    }

    @Override
    protected Instant now() {
        return time.now();
    }
}
