// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** The constraints that the service puts on parameters, with its words. */
final class Check {

    private Check() {}

    static <T> T required(String field, @Nullable T value) {
        if (value == null) {
            throw Errors.constraint(
                    "Value null at '" + field + "' failed to satisfy constraint: Member must not be null");
        }
        return value;
    }

    static void length(String field, int length, int least, int most) {
        if (length < least) {
            throw Errors.constraint("Value at '" + field
                    + "' failed to satisfy constraint: Member must have length greater than or equal to " + least);
        }
        if (length > most) {
            throw Errors.constraint("Value at '" + field
                    + "' failed to satisfy constraint: Member must have length less than or equal to " + most);
        }
    }

    static int range(String field, @Nullable Integer value, int otherwise, int least, int most) {
        if (value == null) {
            return otherwise;
        }
        if (value < least) {
            throw Errors.constraint("Value '" + value + "' at '" + field
                    + "' failed to satisfy constraint: Member must have value greater than or equal to " + least);
        }
        if (value > most) {
            throw Errors.constraint("Value '" + value + "' at '" + field
                    + "' failed to satisfy constraint: Member must have value less than or equal to " + most);
        }
        return value;
    }

    static String streamName(@Nullable String name) {
        String present = required("streamName", name);
        length("streamName", present.length(), 1, 128);
        if (!present.matches("[a-zA-Z0-9_.-]+")) {
            throw Errors.constraint("Value '" + present + "' at 'streamName' failed to satisfy constraint:"
                    + " Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+");
        }
        return present;
    }

    static BigInteger hashKey(String field, String value) {
        if (!value.matches("0|[1-9]\\d{0,38}")) {
            throw Errors.constraint("Value '" + value + "' at '" + field + "' failed to satisfy constraint:"
                    + " Member must satisfy regular expression pattern: 0|([1-9]\\d{0,38})");
        }
        BigInteger key = new BigInteger(value);
        if (key.compareTo(HashRange.LAST) > 0) {
            throw Errors.invalid("Invalid " + field + ". " + field
                    + " must be in the range: [0, 2^128-1]. Specified value was " + value);
        }
        return key;
    }
}
