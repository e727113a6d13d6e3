// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.exactlyonce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomeTest {

    private static final Map<String, Total> PUT = Map.of("ada", new Total(2, 300), "bob", new Total(1, 55));

    @Test
    void whatIsCountedOnceIsExact() {
        Outcome outcome = new Outcome(PUT, Map.copyOf(PUT), 3);
        assertThat(outcome.isExact()).isTrue();
        assertThat(outcome.lines())
                .contains("ada                 2        2           3.00           3.00")
                .endsWith("Exactly once: each of 3 orders is in its total once. Shards changed hands 3 times.");
    }

    @Test
    void aRepeatAndALossAreSeenAlsoWhenTheyCancelOut() {
        Outcome outcome = new Outcome(PUT, Map.of("ada", new Total(2, 400), "eve", new Total(1, 1)), 3);
        assertThat(outcome.isExact()).isFalse();
        assertThat(outcome.lines())
                .contains("ada                 2        2           3.00           4.00  WRONG")
                .contains("bob                 1        0           0.55           0.00  WRONG")
                .contains("eve                 0        1           0.00           0.01  WRONG")
                .endsWith("NOT exactly once: 3 orders were put, 3 were counted.");
    }

    @ParameterizedTest
    @CsvSource({
        "kills, many, -Dkills=many is no number from 0 to 1000",
        "kills, -1, -Dkills=-1 is no number from 0 to 1000",
        "workers, 0, -Dworkers=0 is no number from 1 to 16"
    })
    void aWrongParameterIsNamed(String name, String value, String message) {
        Properties properties = new Properties();
        properties.setProperty(name, value);
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = ExactlyOnce.run(
                properties,
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        assertThat(code).isEqualTo(ExactlyOnce.BAD_INPUT);
        assertThat(err.toString(StandardCharsets.UTF_8).strip()).isEqualTo(message);
    }
}
