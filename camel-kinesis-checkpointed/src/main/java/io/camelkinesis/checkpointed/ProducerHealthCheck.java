// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.engine.produce.UndeliveredPut;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Readiness of the producers of one endpoint, as {@code producer:kinesis-cp:<streams>}: DOWN while Kinesis has not accepted
 * a record for {@link #LIMIT} since it was first sent. Never part of liveness, since a restart would not help.
 */
final class ProducerHealthCheck extends AbstractHealthCheck {

    /** A throttled shard makes records wait for seconds; what waits for longer is a problem of more than one moment. */
    static final Duration LIMIT = Duration.ofSeconds(15);

    private final KinesisCheckpointedEndpoint endpoint;
    private final Duration limit;

    ProducerHealthCheck(KinesisCheckpointedEndpoint endpoint, String id, Duration limit) {
        super("camel", id);
        this.endpoint = endpoint;
        this.limit = limit;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.detail("streams", endpoint.getStreams());
        ProducerRun run = endpoint.producerRun();
        if (run == null) {
            builder.up();
            return;
        }
        builder.detail("pendingRecords", run.putter().pendingRecords());
        try {
            HealthDetails.write(builder, stalls(run.undelivered(), limit));
        } catch (WorkerSilentException silent) {
            HealthDetails.write(builder, List.of(silent.stall(endpoint.getStreams())));
        }
    }

    /** One for each stream: its longest, which comes first. */
    static List<Stall> stalls(List<UndeliveredPut> puts, Duration limit) {
        Map<String, UndeliveredPut> longest = new LinkedHashMap<>();
        puts.stream()
                .filter(put -> put.since().compareTo(limit) >= 0)
                .forEach(put -> longest.putIfAbsent(put.stream(), put));
        return longest.values().stream().map(ProducerHealthCheck::stall).toList();
    }

    private static Stall stall(UndeliveredPut put) {
        return new Stall(
                StallReason.UNDELIVERED_PUT,
                put.stream(),
                "Kinesis does not accept a record, " + put.attempts() + (put.attempts() == 1 ? " attempt" : " attempts")
                        + (put.lastCode() == null ? "" : ", rejected with " + put.lastCode()),
                put.since(),
                put.lastCause());
    }
}
