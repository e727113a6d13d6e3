// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

/** An exception in one line of bounded length: its class and message, and those of its cause when that says more. */
final class ErrorText {

    private static final int MOST_CHARACTERS = 300;

    private ErrorText() {}

    static String of(Throwable error) {
        Throwable cause = error;
        // Camel's and the JDK's wrappers repeat what their cause says
        while (cause.getCause() != null
                && cause.getMessage() != null
                && cause.getMessage().contains(cause.getCause().toString())) {
            cause = cause.getCause();
        }
        String text = cause.toString().replaceAll("\\s+", " ").strip();
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS - 1) + "…";
    }
}
