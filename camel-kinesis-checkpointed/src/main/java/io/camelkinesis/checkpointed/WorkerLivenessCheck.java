// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import java.time.Instant;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Liveness of one consumer, as {@code kinesis-cp-worker:<routeId>}: DOWN when the loop of its worker does not answer, which
 * only a restart cures, and for nothing else.
 */
final class WorkerLivenessCheck extends AbstractHealthCheck {

    private final KinesisCheckpointedConsumer consumer;

    WorkerLivenessCheck(KinesisCheckpointedConsumer consumer, String routeId) {
        super("camel", "kinesis-cp-worker:" + routeId);
        this.consumer = consumer;
    }

    @Override
    public boolean isLiveness() {
        return true;
    }

    @Override
    public boolean isReadiness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.detail("streams", consumer.getStreams());
        try {
            consumer.inspect();
            builder.up();
        } catch (WorkerSilentException silent) {
            builder.message(silent.stall(consumer.getStreams()).text(Instant.now()))
                    .down();
        }
    }
}
