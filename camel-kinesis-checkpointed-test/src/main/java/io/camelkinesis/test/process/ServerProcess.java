// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A server in a child JVM with the Java and the class path of this one. Its main class prints one line that says where it
 * listens, and calls {@link ParentWatch#awaitEndOfInput()}. It ends with {@link #close()}, and at the latest with this
 * JVM, however that ends: this JVM holds the other end of its standard input. What it prints on standard error appears
 * on that of this JVM.
 */
public final class ServerProcess implements AutoCloseable {

    private static final int START_SECONDS = 60;
    private static final int STOP_SECONDS = 10;

    private final String name;
    private final Process process;
    private final Consumer<String> output;
    private final CompletableFuture<String> announced = new CompletableFuture<>();

    private ServerProcess(String name, Process process, Consumer<String> output) {
        this.name = name;
        this.process = process;
        this.output = output;
    }

    /**
     * What to start.
     *
     * @param name the server, for messages
     * @param main its main class
     * @param jvmOptions for example {@code -Xmx512m}
     * @param arguments of the main class
     * @param environment variables that it gets on top of those of this process
     */
    public record Program(
            String name,
            Class<?> main,
            List<String> jvmOptions,
            List<String> arguments,
            Map<String, String> environment) {}

    /**
     * Starts it and waits until it listens.
     *
     * @param announcement how the line begins that says where it listens; what follows is {@link #announced()}
     * @throws IllegalStateException if it does not listen within 60 seconds; it has been ended then
     */
    public static ServerProcess start(Program program, String announcement) {
        return start(program, announcement, line -> {});
    }

    /**
     * Starts it, waits until it listens, and passes on what else it prints on standard output, also what was in the pipe
     * when it was killed.
     *
     * @param announcement how the line begins that says where it listens; what follows is {@link #announced()}
     * @param output gets every other line, on a thread of this process's; if it throws, no line follows
     * @throws IllegalStateException if it does not listen within 60 seconds; it has been ended then
     */
    public static ServerProcess start(Program program, String announcement, Consumer<String> output) {
        ServerProcess server = new ServerProcess(program.name(), launch(program), output);
        Thread reader = new Thread(() -> server.drain(announcement), program.name() + " output");
        reader.setDaemon(true);
        reader.start();
        try {
            server.announced();
            return server;
        } catch (RuntimeException | Error e) {
            server.process.destroyForcibly();
            throw e;
        }
    }

    private static Process launch(Program program) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.addAll(program.jvmOptions());
        command.add(program.main().getName());
        command.addAll(program.arguments());
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("CLASSPATH", JvmClassPath.of(program.main()));
        builder.environment().putAll(program.environment());
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(program.name() + " could not be started with " + java, e);
        }
    }

    /** Waits for the line, and keeps emptying the pipe afterwards, so that the child never blocks on it. */
    private void drain(String announcement) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(announcement)) {
                    announced.complete(line.substring(announcement.length()));
                } else {
                    output.accept(line);
                }
            }
            announced.completeExceptionally(new IOException("The process has ended"));
        } catch (IOException e) {
            announced.completeExceptionally(e);
        }
    }

    /** Where it listens, in its own words. */
    public String announced() {
        try {
            return announced.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    name + " did not start within " + START_SECONDS + " s; its errors are on standard error", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(name + " ended before it listened; its errors are on standard error", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while " + name + " was starting", e);
        }
    }

    /** The child process, for those who watch or measure it. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
