// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.tools;

/** What a command returns to the shell. */
final class ExitCode {

    /** Done. */
    static final int OK = 0;
    /** Something did not work; what, and what has been written before, stands on standard error. */
    static final int PROBLEM = 1;
    /** The command line makes no sense; nothing was done. */
    static final int USAGE = 2;
    /** Nothing was written, because a member of the stream is alive. */
    static final int ALIVE = 3;

    private ExitCode() {}
}
