// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application of docs/tutorial/getting-started.md, compiled and run as it stands there. */
class GettingStartedTest {

    private static final Markdown PAGE = Markdown.page("docs/tutorial/getting-started.md");
    private static final Pattern NAME = Pattern.compile("public class (\\w+)");
    private static final Pattern ORDER = Pattern.compile("(?m)customer-\\d: (order \\d+)$");
    private static final int ORDERS = 10;
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @Test
    void theApplicationConsumesEveryOrderOnce(@TempDir Path project) throws Exception {
        compile(project);
        Path output = project.resolve("output");
        Process application = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=info",
                        "-cp",
                        project + System.getProperty("path.separator") + System.getProperty("java.class.path"),
                        "LocalOrders")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(application.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } finally {
            application.descendants().forEach(ProcessHandle::destroyForcibly);
            application.destroyForcibly();
        }
        assertThat(application.exitValue()).isZero();
        assertThat(orders(output))
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, ORDERS)
                        .mapToObj(order -> "order " + order)
                        .toList());
        assertThat(output).content().contains("lease taken", "lease given back");
    }

    private static void compile(Path project) throws Exception {
        List<String> arguments = new ArrayList<>(
                List.of("-proc:none", "-d", project.toString(), "-classpath", System.getProperty("java.class.path")));
        for (String code : PAGE.blocks("java")) {
            Matcher name = NAME.matcher(code);
            assertThat(name.find()).isTrue();
            arguments.add(Files.writeString(project.resolve(name.group(1) + ".java"), code)
                    .toString());
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(new String[0])))
                .isZero();
    }

    private static List<String> orders(Path output) throws IOException {
        return ORDER.matcher(Files.readString(output))
                .results()
                .map(order -> order.group(1))
                .toList();
    }
}
