// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import static io.camelkinesis.engine.Given.lease;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.model.Lease;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StrangersTest {

    private static final long PERIOD = Duration.ofSeconds(15).toNanos();
    private static final long PATIENCE = Duration.ofMinutes(2).toNanos();

    private Strangers strangers = new Strangers(Duration.ofSeconds(15));
    private long now = Long.MAX_VALUE - PATIENCE;

    private void see(Lease... rows) {
        strangers.observe(List.of(rows), "me"::equals, now, now);
    }

    private static Lease timed(String shard, String timeout) {
        return new Lease(
                lease(shard, null, 0, null).shard(), true, "redpanda", 0, "7", null, List.of(), false, timeout);
    }

    @Test
    void whoIsSeenForTheFirstTimeMayBeAlive() {
        see(lease("0", "redpanda", 0, "7"));
        assertThat(strangers.includes("redpanda")).isTrue();
        assertThat(strangers.mayBeAlive("redpanda")).isTrue();
    }

    @Test
    void whoStandsStillForTwoMinutesIsDead() {
        see(lease("0", "redpanda", 0, "7"));
        now += PATIENCE - 1;
        see(lease("0", "redpanda", 0, "7"));
        assertThat(strangers.mayBeAlive("redpanda")).isTrue();
        now += 1;
        see(lease("0", "redpanda", 0, "7"));
        assertThat(strangers.mayBeAlive("redpanda")).isFalse();
        assertThat(strangers.includes("redpanda")).isTrue();
    }

    @Test
    void aLongerLeasePeriodIsALongerPatience() {
        strangers = new Strangers(Duration.ofMinutes(5));
        see(lease("0", "redpanda", 0, "7"));
        now += Duration.ofMinutes(5).toNanos() - 1;
        see(lease("0", "redpanda", 0, "7"));
        assertThat(strangers.mayBeAlive("redpanda")).isTrue();
        now += 1;
        see(lease("0", "redpanda", 0, "7"));
        assertThat(strangers.mayBeAlive("redpanda")).isFalse();
    }

    @Test
    void eachThingThatMovesIsASignOfLife() {
        List<Lease> steps = List.of(
                timed("0", null),
                timed("0", "2026-11-21T02:02:33+01:00"),
                timed("0", "2026-11-21T02:02:38+01:00"),
                lease("0", "redpanda", 0, "7"),
                lease("0", "redpanda", 0, "8"),
                lease("0", "redpanda", 1, "8"));
        for (Lease step : steps) {
            see(step);
            now += PATIENCE - 1;
        }
        see(steps.get(steps.size() - 1));
        assertThat(strangers.mayBeAlive("redpanda")).isTrue();
    }

    @Test
    void oneRowThatMovesKeepsItsOwnerAliveForAll() {
        see(timed("0", "a"), timed("1", "a"));
        now += PATIENCE - 1;
        see(timed("0", "a"), timed("1", "b"));
        now += PATIENCE - 1;
        see(timed("0", "a"), timed("1", "b"));
        assertThat(strangers.mayBeAlive("redpanda")).isTrue();
        now += 1;
        see(timed("0", "a"), timed("1", "b"));
        assertThat(strangers.mayBeAlive("redpanda")).isFalse();
    }

    @Test
    void aRowThatBecomesItsIsASignOfLifeAndOneThatItLosesIsNone() {
        see(timed("0", "a"), lease("1", null, 0, "7"));
        now += PATIENCE;
        see(timed("0", "a"), timed("1", "a"));
        assertThat(strangers.mayBeAlive("redpanda")).isTrue();
        now += PATIENCE;
        see(timed("0", "a"), lease("1", "me", 1, "7"));
        assertThat(strangers.mayBeAlive("redpanda"))
                .as("a worker that took over a part must not keep the others from the rest")
                .isFalse();
    }

    @Test
    void whoMovesAgainLives() {
        see(timed("0", "a"));
        now += PATIENCE;
        see(timed("0", "a"));
        see(timed("0", "b"));
        assertThat(strangers.mayBeAlive("redpanda")).isTrue();
    }

    @Test
    void anAnswerShowsOnlyWhatWasSoWhenItWasAskedFor() {
        see(timed("0", "a"));
        strangers.observe(List.of(timed("0", "a")), "me"::equals, now + PATIENCE - 1, now + 3 * PATIENCE);
        assertThat(strangers.mayBeAlive("redpanda")).isTrue();
    }

    @Test
    void whoHasNoRowsAnyMoreIsForgotten() {
        see(timed("0", "a"));
        see(lease("0", null, 1, "7"));
        assertThat(strangers.includes("redpanda")).isFalse();
        assertThat(strangers.mayBeAlive("redpanda")).isFalse();
        now += PATIENCE;
        see(timed("0", "a"));
        assertThat(strangers.mayBeAlive("redpanda")).isTrue();
    }

    @Test
    void aFormerMemberIsDeadAfterALeasePeriod() {
        strangers.wasMember("b");
        see(lease("0", "b", 1, "7"), timed("1", "a"));
        now += PERIOD;
        see(lease("0", "b", 1, "7"), timed("1", "a"));
        assertThat(strangers.mayBeAlive("b")).isFalse();
        assertThat(strangers.mayBeAlive("redpanda")).isTrue();
    }

    @Test
    void aFormerMemberWithoutRowsIsNotRemembered() {
        strangers.wasMember("b");
        see();
        see(lease("0", "b", 1, "7"));
        now += PERIOD;
        see(lease("0", "b", 1, "7"));
        assertThat(strangers.mayBeAlive("b")).isTrue();
    }

    @Test
    void oursAreNoStrangers() {
        see(lease("0", "me", 1, "7"));
        assertThat(strangers.includes("me")).isFalse();
    }
}
