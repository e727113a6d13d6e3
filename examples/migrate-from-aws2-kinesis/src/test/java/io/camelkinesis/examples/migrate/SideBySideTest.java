// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Both components, released as they are, read the same in-memory Kinesis over HTTP. */
class SideBySideTest {

    private static Map<String, Trial.Outcome> outcomes;

    @BeforeAll
    static void run() {
        outcomes = SideBySide.outcomes();
    }

    @Test
    void aws2KinesisLosesWhatTheRouteFailsAndRepeatsAllAfterARestart() {
        Trial.Outcome outcome = outcomes.get("aws2-kinesis, TRIM_HORIZON");

        assertThat(outcome.lost()).containsExactly("order 4");
        assertThat(outcome.repeated()).hasSize(9);
        assertThat(outcome.skipped()).isEmpty();
    }

    @Test
    void aws2KinesisSkipsWhatArrivesDuringARestartFromTheLatest() {
        Trial.Outcome outcome = outcomes.get("aws2-kinesis, LATEST");

        assertThat(outcome.lost()).containsExactly("order 4");
        assertThat(outcome.repeated()).isEmpty();
        assertThat(outcome.skipped()).hasSize(10);
    }

    @Test
    void kinesisCpLosesRepeatsAndSkipsNothing() {
        Trial.Outcome nothing = new Trial.Outcome(List.of(), List.of(), List.of());

        assertThat(outcomes.get("kinesis-cp, TRIM_HORIZON")).isEqualTo(nothing);
        assertThat(outcomes.get("kinesis-cp, LATEST")).isEqualTo(nothing);
    }
}
