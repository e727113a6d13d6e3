// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with the options of an endpoint, so that a user reads all of it at once. */
final class OptionProblems {

    private final List<String> problems = new ArrayList<>();
    private Throwable firstCause;

    /**
     * Notes a value that is not allowed.
     *
     * @param allowed what is allowed instead, as a clause
     */
    void reject(String option, Object value, String allowed) {
        problems.add(option + "=" + value + ": " + allowed);
    }

    /** Notes an option that is missing, or given where it must not be, or whose value is a secret. */
    void reject(String option, String allowed) {
        problems.add(option + ": " + allowed);
    }

    /** Notes that a service has refused what an option names, or has not answered. */
    void reject(String option, Object value, Throwable cause) {
        reject(option, value, ErrorText.message(cause));
        if (firstCause == null) {
            firstCause = cause;
        }
    }

    /** Notes a problem that comes as a sentence of its own. */
    void add(String sentence) {
        problems.add(sentence);
    }

    void atLeast(String option, long value, long least, String why) {
        if (value < least) {
            reject(option, value, "must be at least " + least + "; " + why);
        }
    }

    void within(String option, long value, long least, long most) {
        if (value < least || value > most) {
            reject(option, value, "must be " + least + " to " + most);
        }
    }

    void atLeast(String option, Duration value, Duration least, String why) {
        if (value.compareTo(least) < 0) {
            reject(option, shown(value), "must be at least " + shown(least) + "; " + why);
        }
    }

    void positive(String option, Duration value) {
        if (value.isNegative() || value.isZero()) {
            reject(option, shown(value), "must be greater than 0");
        }
    }

    boolean isEmpty() {
        return problems.isEmpty();
    }

    /** @throws CannotConsumeException if anything has been noted */
    void throwIfAny(String endpoint) {
        if (!problems.isEmpty()) {
            throw asException(endpoint);
        }
    }

    /** @throws CannotProduceException if anything has been noted */
    void throwIfAnyToProduce(String endpoint) {
        if (!problems.isEmpty()) {
            throw new CannotProduceException(endpoint, problems, firstCause);
        }
    }

    CannotConsumeException asException(String endpoint) {
        return new CannotConsumeException(endpoint, problems, firstCause);
    }

    CannotConsumeException asException(String endpoint, Throwable cause) {
        return new CannotConsumeException(endpoint, problems, cause);
    }

    /** A duration that was measured, in seconds. */
    static String seconds(Duration duration) {
        return Math.round(duration.toMillis() / 1000.0) + " s";
    }

    /** A duration as a user would write it: {@code 250ms}, {@code 15s}. */
    static String shown(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }
}
