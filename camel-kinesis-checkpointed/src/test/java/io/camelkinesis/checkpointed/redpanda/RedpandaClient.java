// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.redpanda;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * What one process of Redpanda Connect's {@code aws_kinesis} input does to its table, request by request, as
 * {@code docs/design/0006-redpanda-tables.md} describes it; also what it does not understand. The times are the caller's.
 */
public final class RedpandaClient {

    /** The defaults of its fields lease_period, commit_period and steal_grace_period. */
    static final Duration LEASE_PERIOD = Duration.ofSeconds(30);

    /** Go's RFC3339Nano: the offset, Z where it is none, and as many digits of the second as are not zero. */
    private static final DateTimeFormatter RFC3339_NANO = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .appendOffset("+HH:MM", "Z")
            .toFormatter();

    /** A claim that its rebalancing sees. */
    public record Claim(String shard, Instant leaseTimeout) {}

    private final DynamoDbClient client;
    private final String table;
    private final ZoneId zone;
    private final String id = UUID.randomUUID().toString();

    /** @param zone the local zone of its process, in which it writes times */
    public RedpandaClient(DynamoDbClient client, String table, ZoneId zone) {
        this.client = client;
        this.table = table;
        this.zone = zone;
    }

    /** One in UTC, as in a container. */
    public RedpandaClient(DynamoDbClient client, String table) {
        this(client, table, ZoneOffset.UTC);
    }

    /** Its ClientID. */
    public String id() {
        return id;
    }

    /**
     * Claims a shard that nobody holds.
     *
     * @return the sequence number to start behind, empty to start where start_from_oldest says
     * @throws ConditionalCheckFailedException if somebody holds it
     */
    public String claim(String stream, String shard, Instant now) {
        return sequenceOf(claim(stream, shard, now, "attribute_not_exists(ClientID)", Map.of()));
    }

    /**
     * Claims a shard from another client, dead or to be robbed; reads the row once more after its period of grace.
     *
     * @throws IllegalStateException as its own error, if the row has no sequence number then
     */
    public String claimFrom(String other, String stream, String shard, Instant now) {
        claim(stream, shard, now, "ClientID = :old", Map.of(":old", s(other)));
        AttributeValue sequence = row(stream, shard).get("SequenceNumber");
        if (sequence == null) {
            throw new IllegalStateException("sequence ID was not found in checkpoint");
        }
        return sequence.s();
    }

    private Map<String, AttributeValue> claim(
            String stream, String shard, Instant now, String condition, Map<String, AttributeValue> more) {
        Map<String, AttributeValue> values = new HashMap<>(more);
        values.put(":client", s(id));
        values.put(":timeout", s(leaseTimeout(now)));
        return client.updateItem(UpdateItemRequest.builder()
                        .tableName(table)
                        .key(key(stream, shard))
                        .updateExpression("SET ClientID = :client, LeaseTimeout = :timeout")
                        .conditionExpression(condition)
                        .expressionAttributeValues(values)
                        .returnValues(ReturnValue.ALL_OLD)
                        .build())
                .attributes();
    }

    /**
     * Its checkpoint of every commit_period: the whole row is replaced.
     *
     * @param sequence empty while no record of the shard has been acknowledged
     * @return whether it still holds the shard
     */
    public boolean checkpoint(String stream, String shard, String sequence, Instant now) {
        return replace(stream, shard, sequence, Map.of("ClientID", s(id), "LeaseTimeout", s(leaseTimeout(now))));
    }

    /** Its last checkpoint at a clean stop: owner and lease are left out. */
    public boolean finalCheckpoint(String stream, String shard, String sequence) {
        return replace(stream, shard, sequence, Map.of());
    }

    private boolean replace(String stream, String shard, String sequence, Map<String, AttributeValue> owner) {
        Map<String, AttributeValue> item = new HashMap<>(key(stream, shard));
        item.putAll(owner);
        if (!sequence.isEmpty()) {
            item.put("SequenceNumber", s(sequence));
        }
        try {
            client.putItem(p -> p.tableName(table)
                    .item(item)
                    .conditionExpression("ClientID = :client")
                    .expressionAttributeValues(Map.of(":client", s(id))));
            return true;
        } catch (ConditionalCheckFailedException heldByAnother) {
            return false;
        }
    }

    /** What it does when a checkpoint told it that its shard was taken: without any condition. */
    public void yield(String stream, String shard, String sequence) {
        client.updateItem(u -> u.tableName(table)
                .key(key(stream, shard))
                .updateExpression("SET SequenceNumber = :sequence")
                .expressionAttributeValues(Map.of(":sequence", s(sequence))));
    }

    /** What it does at the end of a shard. */
    public void delete(String stream, String shard) {
        client.deleteItem(d -> d.tableName(table).key(key(stream, shard)));
    }

    /**
     * The claims of a stream by client, from the first page of a scan of the whole table.
     *
     * @throws IllegalStateException as its own errors; then it claims nothing of the stream
     */
    public Map<String, List<Claim>> allClaims(String stream) {
        Map<String, List<Claim>> claims = new TreeMap<>();
        client.scan(scan -> scan.tableName(table)
                        .filterExpression("StreamID = :stream")
                        .expressionAttributeValues(Map.of(":stream", s(stream))))
                .items()
                .forEach(row -> {
                    String owner = text(row, "ClientID");
                    if (owner != null) {
                        String timeout = text(row, "LeaseTimeout");
                        if (timeout == null) {
                            throw new IllegalStateException("extracting lease timeout from claim");
                        }
                        claims.computeIfAbsent(owner, client -> new ArrayList<>())
                                .add(new Claim(
                                        text(row, "ShardID"),
                                        OffsetDateTime.parse(timeout).toInstant()));
                    }
                });
        return claims;
    }

    /**
     * The shards that its rebalancing goes for: open ones without a claim, and those of clients that it takes for dead.
     *
     * @param open the open shards of the stream
     * @return for each shard the client from which it is to be claimed, empty when it is free
     */
    public Map<String, String> unclaimed(String stream, Collection<String> open, Instant now) {
        Map<String, String> unclaimed = new TreeMap<>();
        open.forEach(shard -> unclaimed.put(shard, ""));
        allClaims(stream)
                .forEach((owner, claims) -> claims.forEach(claim -> {
                    Duration over = Duration.between(claim.leaseTimeout(), now);
                    if (over.compareTo(LEASE_PERIOD.multipliedBy(2)) > 0) {
                        unclaimed.put(claim.shard(), owner);
                    } else {
                        unclaimed.remove(claim.shard());
                    }
                }));
        return unclaimed;
    }

    /** The row as it is stored, empty when there is none. */
    public Map<String, AttributeValue> row(String stream, String shard) {
        return client.getItem(g -> g.tableName(table).key(key(stream, shard)).consistentRead(true))
                .item();
    }

    String leaseTimeout(Instant now) {
        return RFC3339_NANO.format(now.plus(LEASE_PERIOD).atZone(zone).toOffsetDateTime());
    }

    private static String sequenceOf(Map<String, AttributeValue> row) {
        return Optional.ofNullable(text(row, "SequenceNumber")).orElse("");
    }

    private static String text(Map<String, AttributeValue> row, String attribute) {
        AttributeValue value = row.get(attribute);
        return value == null ? null : value.s();
    }

    private static Map<String, AttributeValue> key(String stream, String shard) {
        return Map.of("StreamID", s(stream), "ShardID", s(shard));
    }

    private static AttributeValue s(String text) {
        return AttributeValue.fromS(text);
    }
}
