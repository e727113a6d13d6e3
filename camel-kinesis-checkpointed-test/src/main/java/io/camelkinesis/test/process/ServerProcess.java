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
    private final CompletableFuture<String> announced = new CompletableFuture<>();

    private ServerProcess(String name, Process process) {
        this.name = name;
        this.process = process;
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
        ServerProcess server = new ServerProcess(program.name(), launch(program));
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
        } catch (TimeoutException | ExecutionException e) {
            throw new IllegalStateException(
                    name + " did not start within " + START_SECONDS + " s; its errors are on standard error", e);
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
