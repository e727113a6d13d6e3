// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveDescription;

/** The table that the leases are kept in: looks whether it can be used, and creates it when asked. Blocking. */
public final class LeaseTable {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(3);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final String HASH_KEY = Columns.STREAM + " (S, HASH)";
    private static final String RANGE_KEY = Columns.SHARD + " (S, RANGE)";

    private final DynamoDbClient client;
    private final String table;
    private final String where;
    private final UnaryOperator<String> optionNames;
    private final Duration longestWait;
    private final Duration betweenLooks;

    /**
     * @param client stays the caller's
     * @param table name or ARN of the table
     * @param where for messages, as {@link AwsAccess#where()} says it
     */
    public LeaseTable(DynamoDbClient client, String table, String where) {
        this(client, table, where, UnaryOperator.identity());
    }

    /** @param optionNames what the component's options are called by whoever reads the messages */
    public LeaseTable(DynamoDbClient client, String table, String where, UnaryOperator<String> optionNames) {
        this(client, table, where, optionNames, LONGEST_WAIT, BETWEEN_LOOKS);
    }

    LeaseTable(DynamoDbClient client, String table, String where, Duration longestWait, Duration betweenLooks) {
        this(client, table, where, UnaryOperator.identity(), longestWait, betweenLooks);
    }

    private LeaseTable(
            DynamoDbClient client,
            String table,
            String where,
            UnaryOperator<String> optionNames,
            Duration longestWait,
            Duration betweenLooks) {
        this.client = client;
        this.table = table;
        this.where = where;
        this.optionNames = optionNames;
        this.longestWait = longestWait;
        this.betweenLooks = betweenLooks;
    }

    /**
     * Sees to it that the table can be used; waits up to three minutes for one that is being made.
     *
     * @param create how to create it if it is missing, with time to live on; null: it must be there
     * @return what the operator should know, one sentence each, usually none
     * @throws LeaseTableException if it is missing, has other keys, cannot be created, or does not become active
     */
    public List<String> ensure(@Nullable LeaseTableBilling create) {
        long start = System.nanoTime();
        String seen;
        do {
            TableDescription description = describe();
            if (description == null) {
                seen = "missing";
                createTable(create);
            } else {
                seen = description.tableStatusAsString();
                if (isReady(description, create)) {
                    checkKeys(description);
                    return create == null ? List.of() : timeToLive();
                }
                pause();
            }
        } while (System.nanoTime() - start < longestWait.toNanos());
        throw new LeaseTableException(name() + " did not become ACTIVE within " + longestWait.toSeconds()
                + " s; it was " + seen + " at last");
    }

    private boolean isReady(TableDescription description, @Nullable LeaseTableBilling create) {
        switch (description.tableStatus()) {
            case ACTIVE, UPDATING -> {
                return true;
            }
            case CREATING -> {
                return false;
            }
            case DELETING -> {
                if (create != null) {
                    return false;
                }
                throw new LeaseTableException(name() + " is being deleted. Name another one, or "
                        + optionNames.apply("set leaseTableCreate=true") + " to create it again when it is gone");
            }
            default ->
                throw new LeaseTableException(
                        name() + " is " + description.tableStatusAsString() + "; it must be ACTIVE");
        }
    }

    private @Nullable TableDescription describe() {
        try {
            return client.describeTable(d -> d.tableName(table).overrideConfiguration(LeaseTable::bounded))
                    .table();
        } catch (ResourceNotFoundException e) {
            return null;
        } catch (SdkException e) {
            throw new LeaseTableException(
                    name() + " cannot be looked at (DescribeTable): " + ServiceFailure.text(e), e);
        }
    }

    private void createTable(@Nullable LeaseTableBilling billing) {
        if (billing == null) {
            throw new LeaseTableException(name() + " does not exist. Create it, name another one with "
                    + optionNames.apply("leaseTable") + ", or " + optionNames.apply("set leaseTableCreate=true"));
        }
        try {
            client.createTable(request(billing));
        } catch (ResourceInUseException createdByAnother) {
            pause();
        } catch (SdkException e) {
            throw new LeaseTableException(name() + " cannot be created (CreateTable): " + ServiceFailure.text(e), e);
        }
    }

    private CreateTableRequest request(LeaseTableBilling billing) {
        CreateTableRequest.Builder request = CreateTableRequest.builder()
                .tableName(table)
                .overrideConfiguration(LeaseTable::bounded)
                .attributeDefinitions(text(Columns.STREAM), text(Columns.SHARD))
                .keySchema(key(Columns.STREAM, KeyType.HASH), key(Columns.SHARD, KeyType.RANGE));
        return billing.provisioned()
                ? request.billingMode(BillingMode.PROVISIONED)
                        .provisionedThroughput(p ->
                                p.readCapacityUnits(billing.readCapacity()).writeCapacityUnits(billing.writeCapacity()))
                        .build()
                : request.billingMode(BillingMode.PAY_PER_REQUEST).build();
    }

    private static AttributeDefinition text(String attribute) {
        return AttributeDefinition.builder()
                .attributeName(attribute)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    private static KeySchemaElement key(String attribute, KeyType type) {
        return KeySchemaElement.builder().attributeName(attribute).keyType(type).build();
    }

    private void checkKeys(TableDescription description) {
        Map<String, String> types = new TreeMap<>();
        description.attributeDefinitions().forEach(a -> types.put(a.attributeName(), a.attributeTypeAsString()));
        List<String> found = description.keySchema().stream()
                .map(k -> k.attributeName() + " (" + types.get(k.attributeName()) + ", " + k.keyTypeAsString() + ")")
                .collect(Collectors.toList());
        if (!found.equals(List.of(HASH_KEY, RANGE_KEY))) {
            throw new LeaseTableException(name() + " has the keys " + String.join(" and ", found)
                    + "; a lease table has " + HASH_KEY + " and " + RANGE_KEY + ". Name another table with "
                    + optionNames.apply("leaseTable"));
        }
    }

    private List<String> timeToLive() {
        List<String> notes = new ArrayList<>();
        String consequence = "; rows of workers that died stay in the table";
        try {
            TimeToLiveDescription present = client.describeTimeToLive(
                            d -> d.tableName(table).overrideConfiguration(LeaseTable::bounded))
                    .timeToLiveDescription();
            switch (present.timeToLiveStatus()) {
                case ENABLED, ENABLING -> {
                    if (!Columns.EXPIRES_AT.equals(present.attributeName())) {
                        notes.add(name() + " has time to live on the attribute " + present.attributeName() + ", not on "
                                + Columns.EXPIRES_AT + consequence);
                    }
                }
                default ->
                    client.updateTimeToLive(u -> u.tableName(table)
                            .overrideConfiguration(LeaseTable::bounded)
                            .timeToLiveSpecification(
                                    s -> s.attributeName(Columns.EXPIRES_AT).enabled(true)));
            }
        } catch (SdkException e) {
            notes.add(name() + " got no time to live on " + Columns.EXPIRES_AT + consequence + ": "
                    + ServiceFailure.text(e));
        }
        return notes;
    }

    private static void bounded(AwsRequestOverrideConfiguration.Builder call) {
        call.apiCallTimeout(CALL_TIMEOUT);
    }

    private String name() {
        return "Lease table " + table + " " + where;
    }

    private void pause() {
        try {
            Thread.sleep(betweenLooks.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LeaseTableException(name() + ": interrupted while waiting for it", e);
        }
    }
}
