// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

/** An exception in one line of bounded length: its class and message, and those of its cause when that says more. */
final class ErrorText {

    private static final int MOST_CHARACTERS = 300;
    private static final int MOST_CAUSES = 10;

    private ErrorText() {}

    /** Also of an exception that cannot tell what it is: a status never fails for that. */
    static String of(Throwable error) {
        try {
            String text = String.valueOf(told(error)).replaceAll("\\s+", " ").strip();
            return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS - 1) + "…";
        } catch (RuntimeException mute) {
            return error.getClass().getName();
        }
    }

    private static Throwable told(Throwable error) {
        Throwable cause = error;
        // Camel's and the JDK's wrappers repeat what their cause says
        for (int depth = 0; depth < MOST_CAUSES; depth++) {
            Throwable next = cause.getCause();
            String message = cause.getMessage();
            if (next == null || message == null || !message.contains(String.valueOf(next))) {
                return cause;
            }
            cause = next;
        }
        return cause;
    }
}
