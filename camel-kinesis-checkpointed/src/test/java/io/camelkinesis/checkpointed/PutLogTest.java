// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.produce.PutEvent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PutLogTest {

    private final RecordedLog recorded = new RecordedLog();
    private final PutLog log = new PutLog(recorded.logger(), () -> 0, "Kinesis at http://kinesis");

    private List<String> warnings() {
        return recorded.lines().stream().filter(line -> line.startsWith("warn")).toList();
    }

    @Test
    void aProblemIsToldOnceAndThenLessAndLessOften() {
        for (int i = 0; i < 100; i++) {
            log.on(new PutEvent.RequestFailed("orders", 7, true, new IllegalStateException("reset")));
            log.on(new PutEvent.Answered("orders", 500, 1, 3, 2, 497, Duration.ofMillis(4)));
        }
        assertThat(warnings()).hasSize(14);
        assertThat(warnings().get(0))
                .isEqualTo("warn orders: a request with 7 records failed, with an unknown outcome (Kinesis at"
                        + " http://kinesis): reset");
        assertThat(warnings().get(1))
                .isEqualTo(
                        "warn orders: Kinesis rejected 3 of 500 records, 2 because their shard was asked for too much");
        assertThat(warnings().get(2)).contains("with an unknown outcome, as 2 times in a while (Kinesis at");
        assertThat(warnings().get(3)).endsWith("(2 times)");
    }

    @Test
    void whatGoesWellIsNoWarning() {
        log.on(new PutEvent.Answered("orders", 500, 1, 0, 0, 500, Duration.ofMillis(4)));
        assertThat(warnings()).isEmpty();
        assertThat(recorded.lines()).hasSize(1);
    }
}
