// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A JVM of its own that runs a main class of the tests, with the class path of this one. Its output goes to a file. It must
 * end when its standard input ends, so that it does not outlive this JVM.
 */
final class ChildJvm implements AutoCloseable {

    private static final Duration EXIT_LIMIT = Duration.ofMinutes(5);

    private final Process process;
    private final Path output;

    private ChildJvm(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static ChildJvm start(Class<?> main, Path output, Object... arguments) {
        // it lives for seconds only: compile little, collect simply
        return start(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"), main, output, arguments);
    }

    /** @param jvmOptions such as the size of its heap */
    static ChildJvm start(List<String> jvmOptions, Class<?> main, Path output, Object... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        // a test may want to read what became of its leases
        command.add("-Dorg.slf4j.simpleLogger.log.io.camelkinesis.checkpointed.KinesisCheckpointedConsumer=info");
        command.add(main.getName());
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        try {
            return new ChildJvm(builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException("No JVM could be started with " + command.get(0), e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void assertAlive() {
        assertThat(process.isAlive()).as(() -> "alive; it printed: " + output()).isTrue();
    }

    /** What it printed so far. */
    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    /** SIGTERM; returns at once. */
    void terminate() {
        process.destroy();
    }

    /** SIGSTOP; returns when it is sent. */
    FrozenProcess freeze() {
        return FrozenProcess.freeze(process.pid());
    }

    /** SIGKILL; returns when it is dead. */
    void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /** Sends it a byte on its standard input. */
    void signal() {
        try {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks it to end by ending its standard input; returns its exit code. */
    int end() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return awaitExit();
    }

    int awaitExit() {
        await("the end of the child JVM, which printed: " + output())
                .atMost(EXIT_LIMIT)
                .until(() -> !process.isAlive());
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
