// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.engine.produce.UndeliveredPut;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

/** The producers of one endpoint as JSON: what is pending, and what Kinesis does not accept. No payloads, no partition keys. */
final class PutReport {

    private PutReport() {}

    static JsonObject of(KinesisCheckpointedEndpoint endpoint, ProducerRun run) {
        JsonObject json = new JsonObject();
        json.put("streams", endpoint.getStreams());
        json.put("pendingRecords", run.putter().pendingRecords());
        json.put("pendingBytes", run.putter().pendingBytes());
        PutStatistics statistics = run.statistics();
        json.put("putRecords", statistics.accepted());
        json.put("givenUp", statistics.givenUp());
        json.put("undelivered", undelivered(run));
        return json;
    }

    /** Records that were rejected, or whose requests failed, and that are tried again. */
    static JsonArray undelivered(ProducerRun run) {
        JsonArray undelivered = new JsonArray();
        run.undelivered().stream().filter(UndeliveredPut::hasFailed).forEach(put -> undelivered.add(put(put)));
        return undelivered;
    }

    private static JsonObject put(UndeliveredPut put) {
        JsonObject json = new JsonObject();
        json.put("stream", put.stream());
        json.put("records", put.records());
        json.put("attempts", put.attempts());
        json.put("since", put.since().toMillis());
        if (put.lastCode() != null) {
            json.put("lastCode", put.lastCode());
        }
        if (put.lastCause() != null) {
            json.put("lastError", ErrorText.of(put.lastCause()));
        }
        return json;
    }
}
