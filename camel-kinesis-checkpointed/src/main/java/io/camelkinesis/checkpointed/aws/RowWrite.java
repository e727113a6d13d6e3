// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import io.camelkinesis.engine.model.SequenceNumber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * One conditional write to one row. Conditions are joined by AND, and there must be at least one. They take a row that
 * somebody edited as {@link Item} reads it, so that what was read can also be stated, and no row can get stuck.
 */
final class RowWrite {

    private static final String TEXT = "S";
    private static final String NUMBER = "N";

    private Map<String, AttributeValue> key;
    private final List<String> conditions = new ArrayList<>();
    private final List<String> sets = new ArrayList<>();
    private final List<String> removes = new ArrayList<>();
    private final Map<String, String> names = new LinkedHashMap<>();
    private final Map<String, AttributeValue> values = new LinkedHashMap<>();

    RowWrite(String streamKey, String rowKey) {
        this.key = key(streamKey, rowKey);
    }

    static Map<String, AttributeValue> key(String streamKey, String rowKey) {
        return Map.of(Columns.STREAM, AttributeValue.fromS(streamKey), Columns.SHARD, AttributeValue.fromS(rowKey));
    }

    static AttributeValue texts(List<String> texts) {
        return AttributeValue.fromL(texts.stream().map(AttributeValue::fromS).toList());
    }

    /** The same write to the row that stands under this range key. */
    RowWrite at(String rowKey) {
        key = key(key.get(Columns.STREAM).s(), rowKey);
        return this;
    }

    RowWrite rowExists() {
        return when("attribute_exists(" + name(Columns.SHARD) + ")");
    }

    RowWrite noRowExists() {
        return when("attribute_not_exists(" + name(Columns.SHARD) + ")");
    }

    /** The attribute is not there at all, of whatever type. */
    RowWrite isAbsent(String attribute) {
        return when("attribute_not_exists(" + name(attribute) + ")");
    }

    /** The attribute is this text, letter by letter; null: there is none, or it is no text. */
    RowWrite isText(String attribute, @Nullable String text) {
        String n = name(attribute);
        return when(
                text == null
                        ? "(attribute_not_exists(" + n + ") OR NOT attribute_type(" + n + ", " + text(TEXT) + "))"
                        : n + " = " + text(text));
    }

    /** There is none, or it is no text, or empty. */
    RowWrite isNoPresentText(String attribute) {
        String n = name(attribute);
        return when("(attribute_not_exists(" + n + ") OR NOT attribute_type(" + n + ", " + text(TEXT) + ") OR " + n
                + " = " + text("") + ")");
    }

    RowWrite isPresentText(String attribute) {
        String n = name(attribute);
        return when("(attribute_type(" + n + ", " + text(TEXT) + ") AND " + n + " <> " + text("") + ")");
    }

    /** The attribute reads as this number; absent reads as 0. */
    RowWrite isNumber(String attribute, long number) {
        String n = name(attribute);
        return when(
                number == 0
                        ? "(attribute_not_exists(" + n + ") OR " + unreadable(n) + " OR " + n + " < " + number(1) + ")"
                        : "(" + n + " >= " + number(number) + " AND " + n + " < " + number(number + 1) + ")");
    }

    /** As {@link #isNumber}, but the attribute is there. */
    RowWrite isPresentNumber(String attribute, long number) {
        when("attribute_exists(" + name(attribute) + ")");
        return isNumber(attribute, number);
    }

    /** The attribute reads as a lower number. */
    RowWrite isLower(String attribute, long number) {
        String n = name(attribute);
        return when("(attribute_not_exists(" + n + ") OR " + unreadable(n) + " OR " + n + " < " + number(number) + ")");
    }

    /**
     * The stored checkpoint, as {@link io.camelkinesis.engine.model.Lease#checkpoint} reads it, is before this place, or there
     * is none. Texts of digits are compared by length first. A text that is no number counts as one; who has read it can
     * state it letter by letter.
     */
    RowWrite isCheckpointBefore(SequenceNumber place) {
        String sequence = name(Columns.SEQUENCE);
        String aggregate = name(Columns.AGGREGATE);
        String sub = name(Columns.SUB_SEQUENCE);
        String within = place.isPartial() ? " AND " + sub + " < " + number(place.subSequence()) : "";
        String unnamed = " AND attribute_exists(" + sub + ") AND attribute_not_exists(" + aggregate + ")";
        when("(" + isBelow(sequence, place, unnamed + within) + ")");
        return when("(attribute_not_exists(" + sub + ") OR " + isBelow(aggregate, place, within) + ")");
    }

    /** @param orEqual on which further condition the number itself is below as well; it begins with AND, or is empty */
    private String isBelow(String n, SequenceNumber place, String orEqual) {
        String digits = text(place.digits());
        String length = number(place.digits().length());
        return "attribute_not_exists(" + n + ") OR NOT attribute_type(" + n + ", " + text(TEXT) + ") OR size(" + n
                + ") < "
                + length + " OR (size(" + n + ") = " + length + " AND " + n + " < " + digits + ") OR (" + n + " = "
                + digits + orEqual + ")";
    }

    /** A sub-sequence, if there is one, says which record it lies in. */
    RowWrite isNamedSubSequence() {
        return when("(attribute_not_exists(" + name(Columns.SUB_SEQUENCE) + ") OR attribute_exists("
                + name(Columns.AGGREGATE) + "))");
    }

    private String unreadable(String n) {
        return "NOT attribute_type(" + n + ", " + text(NUMBER) + ") OR " + n + " >= " + number(Item.NUMBER_LIMIT);
    }

    private RowWrite when(String condition) {
        conditions.add(condition);
        return this;
    }

    RowWrite set(String attribute, AttributeValue value) {
        sets.add(name(attribute) + " = " + value(value));
        return this;
    }

    RowWrite set(String attribute, String text) {
        return set(attribute, AttributeValue.fromS(text));
    }

    RowWrite set(String attribute, long number) {
        return set(attribute, AttributeValue.fromN(Long.toString(number)));
    }

    RowWrite setIfAbsent(String attribute, AttributeValue value) {
        String n = name(attribute);
        sets.add(n + " = if_not_exists(" + n + ", " + value(value) + ")");
        return this;
    }

    RowWrite remove(String attribute) {
        removes.add(name(attribute));
        return this;
    }

    /** An update that answers with the new row, or with the present one when a condition does not hold. */
    UpdateItemRequest update(String table, Duration timeout) {
        return UpdateItemRequest.builder()
                .tableName(table)
                .key(key)
                .updateExpression(updateExpression())
                .conditionExpression(condition())
                .expressionAttributeNames(names)
                .expressionAttributeValues(values.isEmpty() ? null : values)
                .returnValues(ReturnValue.ALL_NEW)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .overrideConfiguration(o -> o.apiCallTimeout(timeout))
                .build();
    }

    /** An update as part of a transaction; when a condition does not hold, the answer has the present row. */
    TransactWriteItem inTransaction(String table) {
        return TransactWriteItem.builder()
                .update(u -> u.tableName(table)
                        .key(key)
                        .updateExpression(updateExpression())
                        .conditionExpression(condition())
                        .expressionAttributeNames(names)
                        .expressionAttributeValues(values)
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD))
                .build();
    }

    /** A deletion that answers with the present row when a condition does not hold. */
    DeleteItemRequest delete(String table, Duration timeout) {
        return DeleteItemRequest.builder()
                .tableName(table)
                .key(key)
                .conditionExpression(condition())
                .expressionAttributeNames(names)
                .expressionAttributeValues(values.isEmpty() ? null : values)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .overrideConfiguration(o -> o.apiCallTimeout(timeout))
                .build();
    }

    private String updateExpression() {
        return clause("SET ", sets) + clause(" REMOVE ", removes);
    }

    private String condition() {
        if (conditions.isEmpty()) {
            throw new IllegalStateException("No write to the lease table goes without a condition");
        }
        return String.join(" AND ", conditions);
    }

    private static String clause(String keyword, List<String> parts) {
        return parts.isEmpty() ? "" : keyword + String.join(", ", parts);
    }

    private String name(String attribute) {
        String placeholder = "#" + attribute;
        names.put(placeholder, attribute);
        return placeholder;
    }

    private String text(String text) {
        return value(AttributeValue.fromS(text));
    }

    private String number(long number) {
        return value(AttributeValue.fromN(Long.toString(number)));
    }

    private String value(AttributeValue value) {
        String placeholder = ":v" + values.size();
        values.put(placeholder, value);
        return placeholder;
    }
}
