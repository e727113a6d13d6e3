// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.engine.consume.CommitStatus;
import io.camelkinesis.engine.consume.DeliveryFailure;
import io.camelkinesis.engine.consume.ReadStatus;
import io.camelkinesis.engine.consume.ShardStatus;
import io.camelkinesis.engine.consume.WindowStatus;
import io.camelkinesis.engine.lease.SeenMember;
import io.camelkinesis.engine.lease.StreamStatus;
import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.worker.WorkerStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * One worker and the fleet as it sees it, as JSON: streams, members, shards, stalls. No payloads, no partition keys. Durations
 * are numbers of milliseconds.
 */
final class FleetReport {

    private final WorkerStatus worker;
    private final Map<ShardId, ShardStatus> held = new HashMap<>();

    private FleetReport(WorkerStatus worker) {
        this.worker = worker;
        worker.shards().forEach(shard -> held.put(shard.shard(), shard));
    }

    static JsonObject of(WorkerStatus worker, List<Stall> stalls, Instant now) {
        JsonObject json = new JsonObject();
        json.put("worker", worker.clientId());
        json.put("suspended", worker.isPaused());
        JsonArray stalled = new JsonArray();
        stalls.forEach(stall -> stalled.add(stall(stall, now)));
        json.put("stalls", stalled);
        JsonArray streams = new JsonArray();
        FleetReport report = new FleetReport(worker);
        worker.streams().forEach(stream -> streams.add(report.stream(stream)));
        json.put("streams", streams);
        return json;
    }

    private static JsonObject stall(Stall stall, Instant now) {
        JsonObject json = new JsonObject();
        json.put("reason", stall.reason().id());
        json.put("where", stall.where());
        json.put("text", stall.text(now));
        return json;
    }

    private JsonObject stream(StreamStatus stream) {
        JsonObject json = new JsonObject();
        json.put("stream", stream.stream().toString());
        json.put("inTerm", stream.isInTerm());
        put(json, "heartbeatAge", stream.sinceHeartbeat());
        put(json, "lookAge", stream.sinceLook());
        put(json, "lookUnansweredFor", stream.unanswered());
        JsonArray members = new JsonArray();
        stream.members().forEach(member -> members.add(member(member)));
        json.put("members", members);
        JsonArray shards = new JsonArray();
        Map<ShardId, Lease> leases = new HashMap<>();
        stream.leases().forEach(lease -> leases.put(lease.shard(), lease));
        for (ShardId shard : stream.listed()) {
            shards.add(shard(shard, leases.get(shard)));
        }
        json.put("shards", shards);
        return json;
    }

    private static JsonObject member(SeenMember member) {
        JsonObject json = new JsonObject();
        json.put("worker", member.row().clientId());
        json.put("host", member.row().host());
        json.put("shards", member.row().shards());
        json.put("alive", member.isAlive());
        json.put("self", member.isSelf());
        return json;
    }

    private JsonObject shard(ShardId shard, @Nullable Lease lease) {
        JsonObject json = new JsonObject();
        json.put("shard", shard.name());
        ShardStatus mine = held.get(shard);
        if (mine != null) {
            write(json, mine);
            return json;
        }
        json.put("self", false);
        if (lease == null) {
            json.put("state", "NO_ROW");
            return json;
        }
        json.put("state", lease.ended() ? "ENDED" : lease.owner() == null ? "FREE" : "HELD");
        json.put("owner", lease.owner());
        json.put("epoch", lease.epoch());
        json.put(
                "position",
                lease.checkpoint() == null ? null : lease.checkpoint().toString());
        return json;
    }

    private void write(JsonObject json, ShardStatus shard) {
        json.put("self", true);
        json.put("state", shard.state().name());
        json.put("owner", worker.clientId());
        json.put("epoch", shard.epoch());
        json.put(
                "position", shard.committed() == null ? null : shard.committed().toString());
        json.put("millisBehindLatest", shard.millisBehindLatest());
        json.put("waiting", shard.waiting());
        json.put("inFlight", shard.inFlight());
        json.put("uncommitted", shard.uncommitted());
        WindowStatus window = shard.window();
        json.put("checkpointLimit", window.limit());
        put(json, "oldestAge", window.oldest());
        put(json, "unmoved", window.unmoved());
        json.put(
                "waitsFor", window.waitsFor() == null ? null : window.waitsFor().name());
        json.put("replays", shard.replays());
        DeliveryFailure failure = window.failure();
        if (failure != null) {
            json.put("lastError", ErrorText.of(failure.error()));
            put(json, "lastErrorAge", failure.last());
            put(json, "failingFor", failure.since());
            json.put("atDeadLetter", failure.atDeadLetter());
        }
        ReadStatus reading = shard.reading();
        put(json, "readAge", reading.sinceRead());
        put(json, "askedAge", reading.sinceAsked());
        if (reading.failures() > 0) {
            json.put("readFailures", reading.failures());
            put(json, "readFailingFor", reading.unanswered());
            json.put("readError", reading.lastError() == null ? null : ErrorText.of(reading.lastError()));
        }
        CommitStatus commits = shard.commits();
        put(json, "unstoredFor", commits.unstored());
        put(json, "closingFor", shard.closing());
        if (commits.lastError() != null) {
            json.put("commitError", ErrorText.of(commits.lastError()));
        }
    }

    private static void put(JsonObject json, String key, @Nullable Duration duration) {
        if (duration != null) {
            json.put(key, duration.toMillis());
        }
    }
}
