// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.checkpointed.aws.ServiceFailure;
import java.util.Arrays;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An exception in one line of bounded length: its class and message, and those of its cause when that says more. */
final class ErrorText {

    private static final int MOST_CHARACTERS = 300;
    private static final int MOST_CAUSES = 10;
    private static final int MOST_FRAMES = 15;

    private static final Pattern INSIDE_OF_SDK =
            Pattern.compile("software\\.amazon\\.awssdk\\.(?:core|awscore|utils|metrics)\\..*");

    private ErrorText() {}

    /** Also of an exception that cannot tell what it is, and of none: a status never fails for that. */
    static String of(@Nullable Throwable error) {
        if (error == null) {
            return "an error that was not told";
        }
        try {
            String explained = ServiceFailure.explained(error);
            return shown(explained != null ? explained : String.valueOf(told(error)));
        } catch (RuntimeException | StackOverflowError | LinkageError mute) {
            return error.getClass().getName();
        }
    }

    /** What an error that came from no service and no option says of a start. */
    static String atStart(Throwable error) {
        return (error instanceof LinkageError ? "a class is missing or is another than it was built with: " : "")
                + of(error)
                + (error instanceof LinkageError
                        ? ". Two versions of a library are mixed, or one is too old; compare the versions of the AWS SDK and of"
                                + " Camel that mvn dependency:tree shows"
                        : "");
    }

    /**
     * An error for a stack trace: its text once, as {@link #of}, and the place it comes from without the inside of the SDK. It has no
     * causes, each of which would say the same again.
     */
    static Throwable traced(Throwable error) {
        IllegalStateException traced = new IllegalStateException(of(error));
        Throwable deepest = error;
        while (deepest instanceof CompletionException && deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        traced.setStackTrace(Arrays.stream(deepest.getStackTrace())
                .filter(frame -> !INSIDE_OF_SDK.matcher(frame.getClassName()).matches())
                .limit(MOST_FRAMES)
                .toArray(StackTraceElement[]::new));
        return traced;
    }

    /** The message of an error, as {@link #of}, or its class where it has none. */
    static String message(@Nullable Throwable error) {
        try {
            return error == null || error.getMessage() == null ? of(error) : line(error.getMessage());
        } catch (RuntimeException | StackOverflowError | LinkageError mute) {
            return error.getClass().getName();
        }
    }

    /** Words of others in one line, without control characters. */
    static String line(String text) {
        return ServiceFailure.line(text);
    }

    /** Words of others in one line of bounded length. */
    static String shown(String text) {
        String line = line(text);
        return line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS - 1) + "…";
    }

    /** The values of a log line, each in one line, without control characters. */
    static Object[] lines(Object... values) {
        return Arrays.stream(values)
                .map(value -> ServiceFailure.cleaned(String.valueOf(value)))
                .toArray();
    }

    /** An event in one line, or its kind when it cannot tell what it is. */
    static String event(Object event) {
        try {
            return line(event.toString());
        } catch (RuntimeException | StackOverflowError mute) {
            return event.getClass().getSimpleName();
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
