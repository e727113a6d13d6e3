// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import io.camelkinesis.engine.consume.Cursor;
import io.camelkinesis.engine.consume.Fetch;
import io.camelkinesis.engine.consume.ShardReader;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.ShardId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * Fan-out readers as one reader for the contract, which reads a shard several times from its beginning: the service lets a
 * consumer subscribe to a shard once in five seconds only, so every such read is done by a consumer of its own.
 */
final class ContractFanOut implements ShardReader, AutoCloseable {

    private final KinesisClient client;
    private final Function<FanOutConsumers, FanOutShardReader> readers;
    private final int firstTries;
    private final List<FanOutShardReader> made = new ArrayList<>();
    private final Map<ShardId, FanOutShardReader> latest = new HashMap<>();

    ContractFanOut(KinesisClient client, Function<FanOutConsumers, FanOutShardReader> readers) {
        this(client, readers, 1);
    }

    /** @param firstTries how often a first read may be tried, where connections are lost now and then */
    ContractFanOut(KinesisClient client, Function<FanOutConsumers, FanOutShardReader> readers, int firstTries) {
        this.client = client;
        this.readers = readers;
        this.firstTries = firstTries;
    }

    @Override
    public CompletionStage<Fetch> fetch(ShardId shard, Position from, @Nullable Cursor cursor, int limit) {
        return cursor == null
                ? first(shard, from, limit, firstTries)
                : latest.get(shard).fetch(shard, from, cursor, limit);
    }

    /** A first read; one that fails is tried again, as the engine does. */
    private CompletionStage<Fetch> first(ShardId shard, Position from, int limit, int tries) {
        return fresh(shard).fetch(shard, from, null, limit).thenCompose(answer -> {
            boolean again = answer instanceof Fetch.Failed && tries > 1;
            return again ? first(shard, from, limit, tries - 1) : CompletableFuture.completedStage(answer);
        });
    }

    private FanOutShardReader fresh(ShardId shard) {
        FanOutConsumers consumers =
                FanOutConsumers.named(client, "contract-" + made.size(), Duration.ofSeconds(30), Duration.ofMillis(20));
        FanOutShardReader reader = readers.apply(consumers);
        made.add(reader);
        latest.put(shard, reader);
        try {
            reader.prepare(shard.stream());
        } catch (KinesisStreamException absent) {
            // the contract also reads streams that do not exist
        }
        return reader;
    }

    @Override
    public void release(Cursor cursor) {
        latest.values().forEach(reader -> reader.release(cursor));
    }

    @Override
    public void close() {
        made.forEach(FanOutShardReader::close);
    }
}
