// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.exactlyonce;

import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * What a customer has ordered: a row of the table of totals. Neither sum stands an order that is added twice or not at all.
 *
 * @param orders how many
 * @param cents worth how much
 */
record Total(long orders, long cents) {

    static final Total NOTHING = new Total(0, 0);

    private static final String CUSTOMER = "Customer";
    private static final String ORDERS = "Orders";
    private static final String CENTS = "Cents";

    Total plus(long more) {
        return new Total(orders + 1, cents + more);
    }

    /** The write of one more order. By itself it would count an order twice that comes twice. */
    static TransactWriteItem adding(String table, String customer, long cents) {
        return TransactWriteItem.builder()
                .update(update -> update.tableName(table)
                        .key(Map.of(CUSTOMER, AttributeValue.fromS(customer)))
                        .updateExpression("ADD " + ORDERS + " :one, " + CENTS + " :cents")
                        .expressionAttributeValues(Map.of(
                                ":one", AttributeValue.fromN("1"),
                                ":cents", AttributeValue.fromN(Long.toString(cents)))))
                .build();
    }

    static void createTable(DynamoDbClient dynamoDb, String table) {
        dynamoDb.createTable(create -> create.tableName(table)
                .attributeDefinitions(AttributeDefinition.builder()
                        .attributeName(CUSTOMER)
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .keySchema(KeySchemaElement.builder()
                        .attributeName(CUSTOMER)
                        .keyType(KeyType.HASH)
                        .build())
                .billingMode(BillingMode.PAY_PER_REQUEST));
        dynamoDb.waiter().waitUntilTableExists(describe -> describe.tableName(table));
    }

    /** All totals by customer, as they stand. */
    static Map<String, Total> read(DynamoDbClient dynamoDb, String table) {
        Map<String, Total> totals = new TreeMap<>();
        dynamoDb.scanPaginator(scan -> scan.tableName(table).consistentRead(true))
                .items()
                .forEach(row -> totals.put(
                        row.get(CUSTOMER).s(),
                        new Total(
                                Long.parseLong(row.get(ORDERS).n()),
                                Long.parseLong(row.get(CENTS).n()))));
        return totals;
    }
}
