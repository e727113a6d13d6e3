// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.engine.worker.WorkerStatus;
import java.util.List;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Readiness of one consumer, as {@code consumer:<routeId>}: DOWN while any of its {@link Stalls} lasts. Never part of
 * liveness, since a restart would not help. Shards that are left to another program are named and are no reason to be DOWN:
 * somebody reads them.
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
            WorkerStatus worker = consumer.inspect();
            if (worker == null) {
                builder.message("The consumer is not started").down();
                return;
            }
            builder.detail("worker", worker.clientId());
            builder.detail("shards", worker.shards().size());
            if (worker.isPaused()) {
                builder.detail("suspended", true);
            }
            worker.foreignOwners().forEach((shard, owner) -> builder.detail("heldByAnotherProgram." + shard, owner));
            HealthDetails.write(builder, consumer.stalls(worker));
        } catch (WorkerSilentException silent) {
            HealthDetails.write(builder, List.of(silent.stall(consumer.getStreams())));
        }
    }
}
