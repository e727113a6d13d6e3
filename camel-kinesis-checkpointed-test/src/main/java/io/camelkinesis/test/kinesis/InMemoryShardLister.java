// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

import io.camelkinesis.engine.lineage.ShardLister;
import io.camelkinesis.engine.model.Shard;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.model.StreamIdentity;
import io.camelkinesis.engine.runtime.TaskScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The engine's port to the shard list of the model. An answer is given as a task of the scheduler, after the latency; one
 * call of {@link Operation#LIST_SHARDS} brings every shard.
 */
public final class InMemoryShardLister implements ShardLister {

    private final Gate gate;
    private final Streams streams;
    private final ShardOperations shards;
    private final TaskScheduler scheduler;
    private final Duration latency;

    InMemoryShardLister(Gate gate, Streams streams, ShardOperations shards, TaskScheduler scheduler, Duration latency) {
        this.gate = gate;
        this.streams = streams;
        this.shards = shards;
        this.scheduler = scheduler;
        this.latency = latency;
    }

    @Override
    public CompletionStage<List<Shard>> list(StreamId stream) {
        CompletableFuture<List<Shard>> answer = new CompletableFuture<>();
        Runnable call = () -> {
            try {
                answer.complete(gate.call(Operation.LIST_SHARDS, () -> listNow(stream)));
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        };
        if (latency.isZero()) {
            scheduler.execute(call);
        } else {
            scheduler.schedule(call, latency);
        }
        return answer;
    }

    @Override
    public CompletionStage<Optional<StreamIdentity>> identity(StreamId id) {
        CompletableFuture<Optional<StreamIdentity>> answer = new CompletableFuture<>();
        scheduler.execute(() -> {
            try {
                StreamModel stream = found(id);
                answer.complete(
                        Optional.of(new StreamIdentity(stream.arn(), Instant.ofEpochMilli(stream.createdMillis()))));
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    private StreamModel found(StreamId id) {
        String text = id.stream();
        return text.startsWith("arn:") ? streams.find(null, text) : streams.find(text, null);
    }

    private List<Shard> listNow(StreamId id) {
        StreamModel stream = found(id);
        shards.limitLists(stream);
        return stream.shards().stream()
                .map(shard -> new Shard(id.shard(shard.id()), shard.parents(), !shard.isOpen()))
                .toList();
    }
}
