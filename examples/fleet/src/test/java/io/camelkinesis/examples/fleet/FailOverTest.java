// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailOverTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void othersTakeOverFromAWorkerThatIsKilledAndNothingIsLost() {
        assertThat(run(new Properties())).as(this::output).isEqualTo(FailOver.PROVED);

        assertThat(output())
                .containsSubsequence(
                        "shard 0    shard 1    shard 2    shard 3    shard 4    shard 5",
                        "kill -9 worker-2",
                        "(worker-2)",
                        "its shards were taken over within",
                        "every order is done",
                        "Nothing lost: each of ")
                .containsPattern("worker-1 .*worker-2 .*\\R|worker-2 .*worker-1 .*\\R")
                .containsPattern("worker-3");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"workers,1,2 to 6", "workers,seven,2 to 6", "kills,3,0 to 2", "kills,-1,0 to 2"})
    void wrongNumbersAreToldInOneLine(String name, String value, String allowed) {
        Properties properties = new Properties();
        properties.setProperty(name, value);

        assertThat(run(properties)).isEqualTo(FailOver.BAD_INPUT);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo(String.format("-D%s=%s is no number from %s%n", name, value, allowed));
        assertThat(output()).isEmpty();
    }

    private int run(Properties properties) {
        return FailOver.run(
                properties,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String output() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
