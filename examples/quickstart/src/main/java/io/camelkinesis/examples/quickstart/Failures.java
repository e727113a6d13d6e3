// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.quickstart;

/** What went wrong, for people. */
final class Failures {

    private Failures() {}

    /** The messages of a failure and its causes that say something new, in one line. */
    static String inOneLine(Throwable failure) {
        StringBuilder line = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String said = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
            String message = said.lines().findFirst().orElse("").strip();
            if (line.indexOf(message) < 0) {
                line.append(line.isEmpty() ? "" : ": ").append(message);
            }
        }
        return line.toString();
    }
}
