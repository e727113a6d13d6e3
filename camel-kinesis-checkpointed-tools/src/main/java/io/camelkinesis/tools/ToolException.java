// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.tools;

/** A command cannot go on; the message is for the person who called it. */
final class ToolException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int exitCode;

    private ToolException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    static ToolException problem(String message) {
        return new ToolException(ExitCode.PROBLEM, message);
    }

    static ToolException usage(String message) {
        return new ToolException(ExitCode.USAGE, message);
    }

    static ToolException alive(String message) {
        return new ToolException(ExitCode.ALIVE, message);
    }

    int exitCode() {
        return exitCode;
    }
}
