// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.process;

import java.io.IOException;

/** How a server process notices that its parent is gone: the pipe that is its standard input ends, even after SIGKILL. */
public final class ParentWatch {

    private ParentWatch() {}

    /** Returns when standard input has ended. What is written to it is read and forgotten. */
    public static void awaitEndOfInput() throws IOException {
        int read;
        do {
            read = System.in.read();
        } while (read >= 0);
    }
}
