package io.camelkinesis.checkpointed;

import java.util.List;

/** An endpoint cannot start because of its options. Names all that is wrong at once: option, value, what is allowed. */
public class InvalidOptionsException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    InvalidOptionsException(String endpoint, List<String> problems) {
        super(message(endpoint, problems));
        this.problems = List.copyOf(problems);
    }

    /** One sentence for each option that is wrong, at least one. Secrets are not shown. */
    public List<String> problems() {
        return problems;
    }

    private static String message(String endpoint, List<String> problems) {
        return endpoint + " cannot be consumed: "
                + (problems.size() == 1 ? "an option is" : problems.size() + " options are") + " wrong"
                + String.join("", problems.stream().map(problem -> System.lineSeparator() + "  - " + problem).toList());
    }
}
