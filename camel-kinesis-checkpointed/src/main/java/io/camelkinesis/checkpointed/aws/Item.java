// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A row of the lease table, read as far as it makes sense: people and other programs write it too. What cannot be read
 * as meant is noted with how it is treated instead, and never thrown.
 */
final class Item {

    /** Whole numbers of the table are below this; what is not was not written by us. */
    static final long NUMBER_LIMIT = 1_000_000_000_000_000L;

    private static final int SHOWN = 60;
    private static final BigDecimal LIMIT = BigDecimal.valueOf(NUMBER_LIMIT);

    private final String row;
    private final Map<String, AttributeValue> values;
    private final Oddities oddities;

    Item(Map<String, AttributeValue> values, Oddities oddities) {
        this.row =
                values.get(Columns.STREAM).s() + "/" + values.get(Columns.SHARD).s();
        this.values = values;
        this.oddities = oddities;
    }

    boolean has(String attribute) {
        return values.containsKey(attribute);
    }

    /** A text, letter by letter; null when there is none. */
    @Nullable
    String text(String attribute) {
        AttributeValue value = values.get(attribute);
        if (value == null) {
            return null;
        }
        if (value.s() == null) {
            odd(attribute, "is " + shown(value) + ", not a text; it is treated as absent");
        }
        return value.s();
    }

    /** A text that is not empty; null when there is none. */
    @Nullable
    String presentText(String attribute) {
        String text = text(attribute);
        if (text != null && text.isEmpty()) {
            odd(attribute, "is empty; it is treated as absent");
            return null;
        }
        return text;
    }

    /**
     * A whole number from 0 on, as {@link RowWrite#isNumber} compares it: 0 when there is none, fractions dropped.
     */
    long number(String attribute) {
        AttributeValue value = values.get(attribute);
        if (value == null) {
            return 0;
        }
        BigDecimal number = value.n() == null ? BigDecimal.ONE.negate() : new BigDecimal(value.n());
        if (number.signum() < 0 || number.compareTo(LIMIT) >= 0) {
            odd(attribute, "is " + shown(value) + ", not a whole number below " + LIMIT + "; it is treated as 0");
            return 0;
        }
        BigDecimal whole = number.setScale(0, RoundingMode.FLOOR);
        if (whole.compareTo(number) != 0) {
            odd(attribute, "is " + shown(value) + ", not a whole number; it is treated as " + whole);
        }
        return whole.longValueExact();
    }

    /** A time; null when there is none. */
    @Nullable
    Instant time(String attribute) {
        String text = presentText(attribute);
        if (text == null) {
            return null;
        }
        Instant time = instant(text);
        if (time == null) {
            odd(attribute, "is '" + clip(text) + "', not a time such as 2026-01-31T08:00:00Z; it is treated as absent");
        }
        return time;
    }

    static @Nullable Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** A list of texts; elements that are none are left out. */
    List<String> texts(String attribute) {
        AttributeValue value = values.get(attribute);
        if (value == null) {
            return List.of();
        }
        if (!value.hasL()) {
            odd(attribute, "is " + shown(value) + ", not a list; it is treated as empty");
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (AttributeValue element : value.l()) {
            if (element.s() == null) {
                odd(attribute, "holds " + shown(element) + ", not a text; it is left out");
            } else {
                texts.add(element.s());
            }
        }
        return texts;
    }

    /** Notes the attributes that no row of this kind has. */
    void allowOnly(Set<String> known) {
        for (String attribute : new TreeSet<>(values.keySet())) {
            if (!known.contains(attribute)) {
                odd(attribute, "is not known here; it is ignored and kept");
            }
        }
    }

    void odd(String attribute, String what) {
        oddities.add("Row " + clip(row) + ": " + clip(attribute) + " " + what);
    }

    private static String shown(AttributeValue value) {
        if (value.s() != null) {
            return "the text '" + clip(value.s()) + "'";
        }
        if (value.n() != null) {
            return "the number " + clip(value.n());
        }
        return "of type " + value.type();
    }

    static String clip(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }
}
