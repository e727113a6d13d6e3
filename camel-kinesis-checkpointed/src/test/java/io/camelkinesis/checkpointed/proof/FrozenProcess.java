// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** A process that stands still from SIGSTOP until {@link #close()}, and no longer than this JVM lives: SIGCONT then. */
final class FrozenProcess implements AutoCloseable {

    /** The shell goes on when its standard input ends, which it also does when this JVM is killed. */
    private static final String STOP_AND_GO_ON =
            "kill -STOP \"$0\" || exit; echo stopped; read line; kill -CONT \"$0\"";

    private final Process shell;

    private FrozenProcess(Process shell) {
        this.shell = shell;
    }

    static FrozenProcess freeze(long pid) {
        try {
            Process shell = new ProcessBuilder(List.of("sh", "-c", STOP_AND_GO_ON, Long.toString(pid))).start();
            assertThat(shell.inputReader().readLine())
                    .as("SIGSTOP to process %d", pid)
                    .isEqualTo("stopped");
            return new FrozenProcess(shell);
        } catch (IOException e) {
            throw new UncheckedIOException("No shell could be started", e);
        }
    }

    /** SIGCONT; returns when it is sent. */
    @Override
    public void close() {
        try {
            shell.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await("SIGCONT").until(() -> !shell.isAlive());
    }
}
