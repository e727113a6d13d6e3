// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.util.StringHelper;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text of an option strictly. Camel's own conversion makes 0 of a duration that is none, and names an enum's class where the
 * user needs its values.
 */
final class OptionText {

    private static final Pattern DURATION = Pattern.compile("(-?)((?:\\d+(?:\\.\\d+)? ?[a-z]* *)+)");
    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?) ?([a-z]*) *");

    private static final Map<String, Duration> UNITS = Map.ofEntries(
            Map.entry("", Duration.ofMillis(1)),
            Map.entry("ms", Duration.ofMillis(1)),
            Map.entry("milli", Duration.ofMillis(1)),
            Map.entry("millis", Duration.ofMillis(1)),
            Map.entry("s", Duration.ofSeconds(1)),
            Map.entry("sec", Duration.ofSeconds(1)),
            Map.entry("secs", Duration.ofSeconds(1)),
            Map.entry("second", Duration.ofSeconds(1)),
            Map.entry("seconds", Duration.ofSeconds(1)),
            Map.entry("m", Duration.ofMinutes(1)),
            Map.entry("min", Duration.ofMinutes(1)),
            Map.entry("mins", Duration.ofMinutes(1)),
            Map.entry("minute", Duration.ofMinutes(1)),
            Map.entry("minutes", Duration.ofMinutes(1)),
            Map.entry("h", Duration.ofHours(1)),
            Map.entry("hour", Duration.ofHours(1)),
            Map.entry("hours", Duration.ofHours(1)),
            Map.entry("d", Duration.ofDays(1)),
            Map.entry("day", Duration.ofDays(1)),
            Map.entry("days", Duration.ofDays(1)));

    /** Twice the longest that Kinesis keeps a record. A duration in nanoseconds fits into a long. */
    private static final Duration LONGEST = Duration.ofDays(730);

    private static final String A_DURATION =
            "is no duration; give a number with ms, s, m, h or d, such as 250ms, 1.5s or 1h30m, or milliseconds without a unit";

    private OptionText() {}

    /**
     * The value that the text stands for; the value itself if it is no text, names a bean, or is of a type that any text fits.
     *
     * @throws IllegalArgumentException says what is allowed, as a clause
     */
    static @Nullable Object read(@Nullable Class<?> type, @Nullable Object value) {
        if (type == null || !(value instanceof String text) || text.startsWith("#") || text.startsWith("RAW(")) {
            return value;
        }
        String trimmed = text.trim();
        if (type == Duration.class) {
            return duration(trimmed);
        }
        if (type.isEnum()) {
            return constant(type, trimmed);
        }
        if (type == boolean.class || type == Boolean.class) {
            return bool(trimmed);
        }
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return number(trimmed, type == int.class || type == Integer.class);
        }
        return value;
    }

    /**
     * As {@link #read(Class, Object)}.
     *
     * @throws IllegalArgumentException names the option and its text, and says what is allowed
     */
    static @Nullable Object read(String name, @Nullable Class<?> type, @Nullable Object value) {
        try {
            return read(type, value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + "=" + value + ": " + e.getMessage());
        }
    }

    private static Duration duration(String text) {
        Duration read =
                text.startsWith("P") || text.startsWith("-P") ? iso(text) : parts(text.toLowerCase(Locale.ROOT));
        if (read.abs().compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("must be at most " + LONGEST.toDays() + "d");
        }
        return read;
    }

    private static Duration iso(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException | ArithmeticException e) {
            throw new IllegalArgumentException(A_DURATION);
        }
    }

    private static Duration parts(String text) {
        Matcher whole = DURATION.matcher(text);
        if (!whole.matches()) {
            throw new IllegalArgumentException(A_DURATION);
        }
        BigDecimal nanos = BigDecimal.ZERO;
        Matcher part = PART.matcher(whole.group(2));
        while (part.find()) {
            Duration unit = UNITS.get(part.group(2));
            if (unit == null) {
                throw new IllegalArgumentException(A_DURATION);
            }
            nanos = nanos.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit.toNanos())));
        }
        if (nanos.compareTo(BigDecimal.valueOf(LONGEST.toNanos())) > 0) {
            throw new IllegalArgumentException("must be at most " + LONGEST.toDays() + "d");
        }
        Duration read = Duration.ofNanos(nanos.longValue());
        return whole.group(1).isEmpty() ? read : read.negated();
    }

    private static Object constant(Class<?> type, String text) {
        String wanted = StringHelper.asEnumConstantValue(text);
        for (Object constant : type.getEnumConstants()) {
            String name = ((Enum<?>) constant).name();
            if (name.equalsIgnoreCase(text) || name.equals(wanted)) {
                return constant;
            }
        }
        String names = String.join(
                ", ",
                Arrays.stream(type.getEnumConstants())
                        .map(constant -> ((Enum<?>) constant).name())
                        .toList());
        throw new IllegalArgumentException("must be one of " + names);
    }

    private static Boolean bool(String text) {
        if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
            throw new IllegalArgumentException("must be true or false");
        }
        return Boolean.valueOf(text);
    }

    private static Object number(String text, boolean small) {
        try {
            long number = Long.parseLong(text);
            return small ? (Object) Math.toIntExact(number) : (Object) number;
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException(
                    "must be a whole number of at most " + (small ? Integer.MAX_VALUE : Long.MAX_VALUE));
        }
    }
}
