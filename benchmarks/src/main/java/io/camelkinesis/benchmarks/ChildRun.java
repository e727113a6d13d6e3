// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One side of a comparison in a JVM of its own. */
final class ChildRun {

    private ChildRun() {}

    /**
     * Runs it to its end.
     *
     * @param first its arguments before those of the workload
     * @throws IOException if it ended without a measurement
     */
    static Measurement of(Class<?> main, Workload workload, String... first) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                java(), "-Xmx1g", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-cp", classPath(), main.getName()));
        command.addAll(Arrays.asList(first));
        command.addAll(Arrays.asList(workload.arguments()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Measurement measured = null;
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (Measurement.isLine(line)) {
                    measured = Measurement.parse(line);
                }
            }
        }
        if (process.waitFor() != 0 || measured == null) {
            throw new IOException(main.getSimpleName() + " ended without a measurement");
        }
        return measured;
    }

    private static String java() {
        return ProcessHandle.current().info().command().orElse("java");
    }

    private static String classPath() {
        return System.getProperty("java.class.path");
    }
}
