// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import java.util.List;

/**
 * An endpoint cannot be sent to: an option is wrong, or its stream cannot be looked at. Names all that is wrong at once:
 * option, value, what is allowed or what to do.
 */
public class CannotProduceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    CannotProduceException(String endpoint, List<String> problems, Throwable firstCause) {
        super(CannotConsumeException.message(endpoint + " cannot be sent to", problems), firstCause);
        this.problems = List.copyOf(problems);
    }

    /** One sentence or more for each thing that is wrong, at least one. Secrets are not shown. */
    public List<String> problems() {
        return problems;
    }
}
