// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A command that runs as in a terminal of its own: what it prints is kept, and Ctrl-C reaches all that it has started. */
final class Terminal implements AutoCloseable {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

    private final String command;
    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader;

    private Terminal(String command, Process process) {
        this.command = command;
        this.process = process;
        this.reader = new Thread(this::read, "output of " + command);
        reader.setDaemon(true);
        reader.start();
    }

    static Terminal run(Path directory, Map<String, String> environment, String command) {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", command)
                .directory(directory.toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            return new Terminal(command, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (BufferedReader output = process.inputReader()) {
            output.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            lines.add(e.toString());
        }
    }

    /** What has been printed. */
    List<String> lines() {
        return lines;
    }

    /** Waits until so many lines hold this text. */
    void awaitLines(String text, int count, Duration limit) {
        await("'" + text + "' by " + command)
                .atMost(limit)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> count(text) >= count || !process.isAlive());
        assertThat(count(text)).as("lines with '%s' of%n%s", text, this).isGreaterThanOrEqualTo(count);
    }

    private long count(String text) {
        return lines.stream().filter(line -> line.contains(text)).count();
    }

    /** Waits until it ends by itself, with the exit code 0. */
    void awaitSuccess(Duration limit) throws Exception {
        process.getOutputStream().close();
        boolean ended = process.waitFor(limit.toSeconds(), TimeUnit.SECONDS);
        assertThat(ended).as("ends within %s:%n%s", limit, this).isTrue();
        reader.join(STOP_LIMIT.toMillis());
        assertThat(process.exitValue()).as("exit code of %s", this).isZero();
    }

    /** Asks it and all that it has started to end, as Ctrl-C does, and waits for that. */
    void stop() throws Exception {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroy);
        for (ProcessHandle one : all) {
            one.onExit().get(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
        reader.join(STOP_LIMIT.toMillis());
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @Override
    public String toString() {
        return command + "\n" + String.join("\n", lines);
    }
}
