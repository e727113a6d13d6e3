// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.camel.util.json.JsonObject;

/** What the developer console says in JSON, as text: one line for each shard, member and put, by indentation. */
final class ConsoleText {

    private final StringBuilder text = new StringBuilder();

    private ConsoleText() {}

    static String of(JsonObject root) {
        ConsoleText console = new ConsoleText();
        each(root, "consumers").forEach(console::consumer);
        each(root, "producers").forEach(console::producer);
        return console.text.toString();
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> each(Map<String, Object> json, String key) {
        return json.get(key) instanceof Collection<?> all
                ? all.stream().map(one -> (Map<String, Object>) one).toList()
                : List.of();
    }

    private void line(int indent, String line) {
        text.append("    ".repeat(indent)).append(ErrorText.line(line)).append(System.lineSeparator());
    }

    private void consumer(Map<String, Object> consumer) {
        line(
                0,
                "consumer " + consumer.get("routeId") + " " + consumer.get("uri") + also(consumer, "worker")
                        + (Boolean.TRUE.equals(consumer.get("suspended")) ? ", suspended" : "")
                        + also(consumer, "error"));
        each(consumer, "stalls").forEach(stall -> line(1, "STALL " + stall.get("reason") + " " + stall.get("text")));
        for (Map<String, Object> stream : each(consumer, "streams")) {
            line(
                    1,
                    "stream " + stream.get("stream") + millis(stream, "heartbeatAge") + millis(stream, "lookAge")
                            + (Boolean.TRUE.equals(stream.get("inTerm")) ? "" : ", out of term"));
            each(stream, "members").forEach(this::member);
            each(stream, "shards").forEach(this::shard);
        }
    }

    private void member(Map<String, Object> member) {
        line(
                2,
                "member " + member.get("worker") + also(member, "host") + also(member, "shards")
                        + (Boolean.TRUE.equals(member.get("alive")) ? "" : ", not alive")
                        + (Boolean.TRUE.equals(member.get("self")) ? ", this worker" : ""));
    }

    private void shard(Map<String, Object> shard) {
        line(
                2,
                shard.get("shard") + " " + shard.get("state")
                        + (Boolean.TRUE.equals(shard.get("self")) ? ", this worker" : also(shard, "owner"))
                        + also(shard, "epoch") + also(shard, "position") + also(shard, "millisBehindLatest")
                        + also(shard, "waiting") + also(shard, "inFlight") + also(shard, "uncommitted")
                        + millis(shard, "oldestAge") + millis(shard, "unmoved") + also(shard, "waitsFor")
                        + (Integer.valueOf(0).equals(shard.get("replays")) ? "" : also(shard, "replays"))
                        + also(shard, "lastError") + also(shard, "readFailures") + also(shard, "readError")
                        + millis(shard, "unstoredFor") + also(shard, "commitError"));
    }

    private void producer(Map<String, Object> producer) {
        line(
                0,
                "producer " + producer.get("streams") + also(producer, "pendingRecords")
                        + also(producer, "pendingBytes") + also(producer, "putRecords") + also(producer, "givenUp")
                        + also(producer, "error"));
        each(producer, "undelivered")
                .forEach(put -> line(
                        1,
                        "undelivered " + put.get("stream") + also(put, "records") + also(put, "attempts")
                                + millis(put, "since") + also(put, "lastCode") + also(put, "lastError")));
    }

    private static String also(Map<String, Object> json, String key) {
        Object value = json.get(key);
        return value == null ? "" : ", " + key + " " + value;
    }

    private static String millis(Map<String, Object> json, String key) {
        Object value = json.get(key);
        return value == null ? "" : ", " + key + " " + value + " ms";
    }
}
