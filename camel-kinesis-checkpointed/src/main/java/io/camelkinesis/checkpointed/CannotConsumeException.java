// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import java.util.List;

/**
 * An endpoint cannot be consumed: an option is wrong, a stream or the lease table is missing or does not answer. Names all
 * that is wrong at once: option, value, what is allowed or what to do.
 */
public class CannotConsumeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    CannotConsumeException(String endpoint, List<String> problems, Throwable firstCause) {
        super(message(endpoint + " cannot be consumed", problems), firstCause);
        this.problems = List.copyOf(problems);
    }

    /** One sentence or more for each thing that is wrong, at least one. Secrets are not shown. */
    public List<String> problems() {
        return problems;
    }

    /** What cannot be done, and why. */
    static String message(String what, List<String> problems) {
        StringBuilder message = new StringBuilder(ErrorText.line(what));
        if (problems.size() == 1) {
            return message.append(": ").append(ErrorText.line(problems.get(0))).toString();
        }
        message.append(" for ").append(problems.size()).append(" reasons:");
        problems.forEach(
                problem -> message.append(System.lineSeparator()).append("  - ").append(ErrorText.line(problem)));
        return message.toString();
    }
}
