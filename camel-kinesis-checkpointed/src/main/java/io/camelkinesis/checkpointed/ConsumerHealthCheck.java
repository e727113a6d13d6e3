package io.camelkinesis.checkpointed;

import io.camelkinesis.engine.consume.ShardStatus;
import java.util.List;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Readiness of one consumer, as {@code consumer:<routeId>}: DOWN while the worker does not answer or a record that fails
 * holds back its shard. Never part of liveness, since a restart would not help. Shards that are left to another program are
 * named and are no reason to be DOWN: somebody reads them.
 */
final class ConsumerHealthCheck extends AbstractHealthCheck {

    private final KinesisCheckpointedConsumer consumer;

    ConsumerHealthCheck(KinesisCheckpointedConsumer consumer, String routeId) {
        super("camel", "consumer:" + routeId);
        this.consumer = consumer;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.detail("streams", consumer.getStreams());
        try {
            List<ShardStatus> shards = consumer.status();
            builder.detail("shards", shards.size());
            consumer.foreignOwners().forEach((shard, owner) -> builder.detail("heldByAnotherProgram." + shard, owner));
            builder.up();
            shards.stream().filter(shard -> shard.lastError() != null).forEach(shard -> heldBack(builder, shard));
        } catch (IllegalStateException silent) {
            builder.message(silent.getMessage()).down();
        }
    }

    private static void heldBack(HealthCheckResultBuilder builder, ShardStatus shard) {
        builder.detail("heldBack." + shard.shard(), "replay " + shard.replays() + " of " + shard.lastError());
        builder.message(shard.shard() + " is held back by a record that fails").down();
    }
}
