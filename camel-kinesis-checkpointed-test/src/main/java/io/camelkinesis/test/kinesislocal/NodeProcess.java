// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesislocal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The child process. This JVM holds the other end of its standard input: when the JVM ends, by whatever means, the input
 * ends and the child with it.
 */
final class NodeProcess implements AutoCloseable {

    /** The port that kinesis-local believes to listen on for plain HTTP; stands for the real one. */
    private static final int PLAIN = 4_568;

    private static final int TLS = 4_567;
    private static final int START_SECONDS = 60;
    private static final int STOP_SECONDS = 10;
    private static final int LINES_KEPT = 40;
    private static final Pattern LISTENING = Pattern.compile("listening " + PLAIN + " (\\d+)");

    private final Process process;
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final Deque<String> lastLines = new ArrayDeque<>();

    private NodeProcess(Process process) {
        this.process = process;
        Thread reader = new Thread(this::drain, "kinesis-local-output");
        reader.setDaemon(true);
        reader.start();
    }

    static NodeProcess start(NpmPackage npmPackage, Map<String, String> settings) throws NodeMissingException {
        Path node = Programs.find("node", System.getenv("PATH"));
        ProcessBuilder builder = new ProcessBuilder(
                node.toString(),
                "--require",
                npmPackage.preload().toString(),
                npmPackage.main().toString());
        builder.redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.putAll(settings);
        environment.put("KINESIS_MOCK_PLAIN_PORT", Integer.toString(PLAIN));
        environment.put("KINESIS_MOCK_TLS_PORT", Integer.toString(TLS));
        environment.put("KINESIS_MOCK_CERT_PATH", npmPackage.certificate().toString());
        try {
            return new NodeProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("kinesis-local could not be started with " + node, e);
        }
    }

    /** The real port for plain HTTP; waits until it listens. */
    int port() {
        try {
            return port.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new IllegalStateException(
                    "kinesis-local did not listen within " + START_SECONDS + " s; its last lines:\n" + lastLines(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while kinesis-local was starting", e);
        }
    }

    /** Empties the pipe until the child ends, so that it never blocks on it. */
    private void drain() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                take(line);
            }
            port.completeExceptionally(new IOException("The process has ended"));
        } catch (IOException e) {
            port.completeExceptionally(e);
        }
    }

    private void take(String line) {
        Matcher matcher = LISTENING.matcher(line);
        if (matcher.matches()) {
            port.complete(Integer.valueOf(matcher.group(1)));
        }
        synchronized (lastLines) {
            lastLines.add(line);
            if (lastLines.size() > LINES_KEPT) {
                lastLines.remove();
            }
        }
    }

    private String lastLines() {
        synchronized (lastLines) {
            return String.join("\n", lastLines);
        }
    }

    ProcessHandle handle() {
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
