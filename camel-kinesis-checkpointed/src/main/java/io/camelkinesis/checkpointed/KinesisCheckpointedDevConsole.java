// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.engine.worker.WorkerStatus;
import java.time.Instant;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.spi.annotations.DevConsole;
import org.apache.camel.support.console.AbstractDevConsole;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

/**
 * Developer console {@code kinesis-cp}: of each consumer its streams, the fleet that reads them and their shards; of each
 * endpoint that is put to, what is pending. No payloads, no partition keys.
 */
@DevConsole(
        name = "kinesis-cp",
        displayName = "Kinesis Checkpointed",
        description = "Streams, shards, leases and pending puts of kinesis-cp")
public class KinesisCheckpointedDevConsole extends AbstractDevConsole {

    public KinesisCheckpointedDevConsole() {
        super("camel", "kinesis-cp", "Kinesis Checkpointed", "Streams, shards, leases and pending puts of kinesis-cp");
    }

    @Override
    protected String doCallText(Map<String, Object> options) {
        return ConsoleText.of(doCallJson(options));
    }

    @Override
    protected JsonObject doCallJson(Map<String, Object> options) {
        JsonArray consumers = new JsonArray();
        for (Route route : getCamelContext().getRoutes()) {
            if (route.getConsumer() instanceof KinesisCheckpointedConsumer consumer) {
                consumers.add(consumer(route.getRouteId(), consumer));
            }
        }
        JsonArray producers = new JsonArray();
        for (Endpoint endpoint : getCamelContext().getEndpoints()) {
            if (endpoint instanceof KinesisCheckpointedEndpoint puts) {
                ProducerRun run = puts.producerRun();
                if (run != null) {
                    producers.add(producer(puts, run));
                }
            }
        }
        JsonObject root = new JsonObject();
        root.put("consumers", consumers);
        root.put("producers", producers);
        return root;
    }

    private static JsonObject consumer(String routeId, KinesisCheckpointedConsumer consumer) {
        JsonObject json = new JsonObject();
        json.put("routeId", routeId);
        json.put("uri", consumer.getEndpoint().getStreams());
        try {
            WorkerStatus worker = consumer.inspect();
            if (worker != null) {
                json.putAll(FleetReport.of(worker, consumer.stalls(worker), Instant.now()));
            }
        } catch (WorkerSilentException silent) {
            json.put("error", silent.getMessage());
        }
        return json;
    }

    private static JsonObject producer(KinesisCheckpointedEndpoint endpoint, ProducerRun run) {
        try {
            return PutReport.of(endpoint, run);
        } catch (WorkerSilentException silent) {
            JsonObject json = new JsonObject();
            json.put("streams", endpoint.getStreams());
            json.put("error", silent.getMessage());
            return json;
        }
    }
}
