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
    private final List<FanOutShardReader> made = new ArrayList<>();
    private final Map<ShardId, FanOutShardReader> latest = new HashMap<>();

    ContractFanOut(KinesisClient client, Function<FanOutConsumers, FanOutShardReader> readers) {
        this.client = client;
        this.readers = readers;
    }

    @Override
    public CompletionStage<Fetch> fetch(ShardId shard, Position from, @Nullable Cursor cursor, int limit) {
        FanOutShardReader reader = cursor == null ? fresh(shard) : latest.get(shard);
        return reader.fetch(shard, from, cursor, limit);
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
