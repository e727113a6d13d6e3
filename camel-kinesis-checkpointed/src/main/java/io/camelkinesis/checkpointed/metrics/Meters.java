// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.metrics;

import static io.camelkinesis.checkpointed.metrics.Meters.Scope.CONSUMER;
import static io.camelkinesis.checkpointed.metrics.Meters.Scope.PRODUCER;
import static io.camelkinesis.checkpointed.metrics.Meters.Scope.SHARD;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * All meters that there are: names, units, tags and meaning. docs/reference/meters.md is written from here.
 *
 * <p>A name ends in its unit, where it has one, so that naming conventions that append the unit do not repeat it.
 */
enum Meters {
    BEHIND_LATEST(
            SHARD,
            Kind.TIME_GAUGE,
            "shard.behind.latest",
            null,
            "How far reading was behind the newest record of the shard at the last read that was answered, as Kinesis tells"
                    + " it (millis behind latest). No value before the first read"),
    OLDEST_UNCOMMITTED(
            SHARD,
            Kind.TIME_GAUGE,
            "shard.oldest.uncommitted.age",
            null,
            "Time since the oldest record that was taken in and is not done arrived in Kinesis; when all is done and the"
                    + " checkpoint is not stored yet, time since then; 0 when there is nothing to store"),
    UNMOVED(
            SHARD,
            Kind.TIME_GAUGE,
            "shard.unmoved",
            null,
            "For how long the oldest record that is not done has been the same one: so long the checkpoint could not move; 0"
                    + " when all is done"),
    IN_FLIGHT(
            SHARD,
            Kind.GAUGE,
            "shard.in.flight.records",
            "records",
            "Records that were taken in and are not done: in the route, in line behind one of their key, to be replayed, or to"
                    + " be committed by hand"),
    UNCOMMITTED(
            SHARD,
            Kind.GAUGE,
            "shard.uncommitted.records",
            "records",
            "Records from the oldest that is not done to the newest that was taken in, which checkpointLimit bounds"),
    WAITING(
            SHARD,
            Kind.GAUGE,
            "shard.waiting.records",
            "records",
            "Records that were fetched ahead and not taken in yet"),

    SHARDS(CONSUMER, Kind.GAUGE, "shards", "shards", "Shards that this consumer holds"),
    MEMBERS(
            CONSUMER,
            Kind.GAUGE,
            "members",
            "members",
            "Workers of the group that are alive as this consumer sees it, itself included; 0 before it has joined"),
    HEARTBEAT_AGE(
            CONSUMER,
            Kind.TIME_GAUGE,
            "heartbeat.age",
            null,
            "Time since the last heartbeat that was written was sent. Nothing is delivered any more when it comes to 0.9 of"
                    + " leasePeriod. No value before the first"),
    MISSED_HEARTBEATS(
            CONSUMER,
            Kind.COUNTER,
            "missed.heartbeats",
            "heartbeats",
            "Heartbeats that could not be written, or whose outcome is unknown"),
    FENCES(
            CONSUMER,
            Kind.COUNTER,
            "fences",
            "fences",
            "How often deliveries were stopped because no heartbeat could be written for too long"),
    LOOK_FAILURES(
            CONSUMER,
            Kind.COUNTER,
            "look.failures",
            "failures",
            "How often shards or rows of the lease table could not be listed"),
    LEASE_CLAIMS(
            CONSUMER,
            Kind.COUNTER,
            "lease.claims",
            "claims",
            "Leases that were taken, by how: nobody had it, it was taken over from a dead worker, or taken again in place after"
                    + " heartbeats had failed",
            Tag.HOW),
    LEASE_RELEASES(
            CONSUMER,
            Kind.COUNTER,
            "lease.releases",
            "releases",
            "Leases that were handed over to another worker or given back at a stop, by whether all that was in flight was done"
                    + " within drainTimeout; if not, it is delivered again",
            Tag.DRAINED),
    LEASE_LOSSES(
            CONSUMER,
            Kind.COUNTER,
            "lease.losses",
            "losses",
            "Leases that this consumer had and another took, whose row is gone, or that could not be given back at a stop; what was in flight is delivered again"),
    ENDED_SHARDS(CONSUMER, Kind.COUNTER, "ended.shards", "shards", "Shards that were consumed to their end"),
    STOPPED_SHARDS(CONSUMER, Kind.COUNTER, "stopped.shards", "shards", "Shards that onFailure=STOP gave back"),

    FETCHES(
            CONSUMER,
            Kind.COUNTER,
            "fetches",
            "fetches",
            "Reads that were answered, and events that fan-out has sent, with records or without"),
    FETCHED_RECORDS(
            CONSUMER,
            Kind.COUNTER,
            "fetched.records",
            "records",
            "Records that were read, as Kinesis counts: an aggregate is one"),
    FETCHED_BYTES(CONSUMER, Kind.COUNTER, "fetched.bytes", "bytes", "Payloads and partition keys of these"),
    UNPACKED_RECORDS(CONSUMER, Kind.COUNTER, "unpacked.records", "records", "Records that were found in aggregates"),
    FETCH_THROTTLES(CONSUMER, Kind.COUNTER, "fetch.throttles", "throttles", "Reads that Kinesis throttled"),
    FETCH_FAILURES(
            CONSUMER, Kind.COUNTER, "fetch.failures", "failures", "Reads that failed otherwise; all are tried again"),
    COMPLETED_RECORDS(
            CONSUMER,
            Kind.COUNTER,
            "completed.records",
            "records",
            "Records that the route has completed, each once, as the route counts: each record of an aggregate; not those that"
                    + " were skipped or dead-lettered"),
    REPLAYS(CONSUMER, Kind.COUNTER, "replays", "replays", "Deliveries that failed and are tried again, a batch as one"),
    BISECTIONS(
            CONSUMER,
            Kind.COUNTER,
            "bisections",
            "bisections",
            "Batches that failed and are delivered again in two halves"),
    SKIPPED_RECORDS(
            CONSUMER,
            Kind.COUNTER,
            "skipped.records",
            "records",
            "Records that were given up and count as done, by why",
            Tag.REASON),
    DEAD_LETTERED_RECORDS(
            CONSUMER,
            Kind.COUNTER,
            "dead.lettered.records",
            "records",
            "Records that were given up and that deadLetterUri has accepted, by why",
            Tag.REASON),
    DEAD_LETTER_REFUSALS(
            CONSUMER,
            Kind.COUNTER,
            "dead.letter.refusals",
            "refusals",
            "How often deadLetterUri has not accepted what was sent to it; it is sent again"),
    COMMIT(
            CONSUMER,
            Kind.TIMER,
            "commit",
            null,
            "Checkpoints that were stored, and how long each write took, from sending to answer"),
    COMMIT_FAILURES(
            CONSUMER,
            Kind.COUNTER,
            "commit.failures",
            "failures",
            "Writes or reads of a lease row that failed, or whose outcome is unknown; they are tried again"),

    PUT_RECORDS(
            PRODUCER,
            Kind.COUNTER,
            "put.records",
            "records",
            "Records that Kinesis has accepted, as routes count: each record of an aggregate"),
    PUT_ATTEMPTS(
            PRODUCER,
            Kind.COUNTER,
            "put.attempts",
            "attempts",
            "Records that requests have carried, each as often as it was sent; an aggregate is one"),
    PUT_REQUEST(
            PRODUCER,
            Kind.TIMER,
            "put.request",
            null,
            "PutRecords requests that were answered for their records, and how long each took"),
    PUT_REQUEST_RECORDS(
            PRODUCER, Kind.SUMMARY, "put.request.records", "records", "Records in each of these; an aggregate is one"),
    PUT_REQUEST_BYTES(
            PRODUCER, Kind.SUMMARY, "put.request.bytes", "bytes", "Payloads and partition keys in each of these"),
    PUT_REJECTIONS(
            PRODUCER,
            Kind.COUNTER,
            "put.rejections",
            "rejections",
            "Records that Kinesis rejected in a request it answered, each time, by whether their shard was asked for too much",
            Tag.CODE),
    PUT_FAILED_REQUESTS(
            PRODUCER,
            Kind.COUNTER,
            "put.failed.requests",
            "requests",
            "PutRecords requests that were not answered for their records, by whether these may be in the stream all the same",
            Tag.UNKNOWN),
    PUT_GIVEN_UP_RECORDS(
            PRODUCER,
            Kind.COUNTER,
            "put.given.up.records",
            "records",
            "Records that were not put, so that their exchanges failed, by why; one that does not fit a limit of Kinesis or has"
                    + " no partition key is not handed over and not counted",
            Tag.GIVEN_UP),
    PUT_PENDING_RECORDS(
            PRODUCER,
            Kind.GAUGE,
            "put.pending.records",
            "records",
            "Records that were handed over and are not done, which maxPendingRecords bounds"),
    PUT_PENDING_BYTES(
            PRODUCER,
            Kind.GAUGE,
            "put.pending.bytes",
            "bytes",
            "Payloads and partition keys of these, which maxPendingBytes bounds");

    static final String PREFIX = "camel.kinesis.cp.";

    /** What it is to Micrometer. */
    enum Kind {
        /** A number that goes up and down. */
        GAUGE,
        /** A duration that goes up and down, in the registry's unit of time. */
        TIME_GAUGE,
        COUNTER,
        /** A count of durations, their sum and largest, in the registry's unit of time. */
        TIMER,
        /** A count of amounts, their sum and largest. */
        SUMMARY
    }

    /** A tag, with what its values are. */
    enum Tag {
        CAMEL_CONTEXT("camelContext", "Name of the Camel context, as camel-micrometer has it"),
        ROUTE_ID("routeId", "Id of the route, as camel-micrometer has it; `none` for a polling consumer"),
        GROUP("group", "The consumer group; `none` without one"),
        STREAM("stream", "The stream as the URI has it, name or ARN; for a put the one that the record went to"),
        SHARD("shard", "Id of the shard"),
        HOW("how", "`free`, `taken_over`, `renewed`"),
        DRAINED("drained", "`true`, `false`"),
        REASON("reason", "`failed`, `too_many_replays`, `too_old`"),
        CODE("code", "`throttled`, `failed`"),
        UNKNOWN("unknown", "`true`, `false`"),
        GIVEN_UP("reason", "`retries_over`, `refused`, `full`, `stopped`");

        private final String key;
        private final String meaning;

        Tag(String key, String meaning) {
            this.key = key;
            this.meaning = meaning;
        }

        String key() {
            return key;
        }

        /** What its values are. */
        String meaning() {
            return meaning;
        }

        /** Its value for a constant, such as {@code too_many_replays}. */
        static String value(Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT);
        }

        /** Its value where there is none: several monitoring systems do not take an empty one. */
        static final String NONE = "none";
    }

    /** What there is one of it for. */
    enum Scope {
        SHARD,
        CONSUMER,
        PRODUCER;

        List<Tag> tags() {
            return switch (this) {
                case SHARD -> List.of(Tag.CAMEL_CONTEXT, Tag.ROUTE_ID, Tag.GROUP, Tag.STREAM, Tag.SHARD);
                case CONSUMER -> List.of(Tag.CAMEL_CONTEXT, Tag.ROUTE_ID, Tag.GROUP, Tag.STREAM);
                case PRODUCER -> List.of(Tag.CAMEL_CONTEXT, Tag.STREAM);
            };
        }
    }

    private final Scope scope;
    private final Kind kind;
    private final String id;
    private final @Nullable String unit;
    private final String meaning;
    private final @Nullable Tag tag;

    Meters(Scope scope, Kind kind, String name, @Nullable String unit, String meaning) {
        this(scope, kind, name, unit, meaning, null);
    }

    Meters(Scope scope, Kind kind, String name, @Nullable String unit, String meaning, @Nullable Tag tag) {
        this.scope = scope;
        this.kind = kind;
        this.id = PREFIX + name;
        this.unit = unit;
        this.meaning = meaning;
        this.tag = tag;
    }

    Scope scope() {
        return scope;
    }

    Kind kind() {
        return kind;
    }

    /** Its name. */
    String id() {
        return id;
    }

    /** What is counted; null where it is time, whose unit is the registry's. */
    @Nullable
    String unit() {
        return unit;
    }

    String meaning() {
        return meaning;
    }

    /** The tag that it has beside those of its scope, null when it has none. */
    @Nullable
    Tag tag() {
        return tag;
    }

    /** Of a gauge: when several share it, whether it shows their sum, and not the largest. */
    boolean isAddedUp() {
        return kind == Kind.GAUGE && this != MEMBERS;
    }
}
