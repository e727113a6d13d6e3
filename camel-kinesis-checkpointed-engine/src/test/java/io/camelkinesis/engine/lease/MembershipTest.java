// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import static io.camelkinesis.engine.Given.lease;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Member;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MembershipTest {

    private static final long PERIOD = Duration.ofSeconds(15).toNanos();

    private final Membership membership = new Membership("me", Duration.ofSeconds(15));
    private long now = Long.MAX_VALUE - PERIOD;
    private static final Instant WALL = Instant.parse("2026-01-01T00:00:00Z");

    private static Member member(String id, long beat) {
        return new Member(id, beat, null, "host", 3);
    }

    private Membership.Changes see(Member... members) {
        return membership.observe(List.of(members), now, now, WALL);
    }

    private void seeRows(Lease... rows) {
        membership.observeStrangers(List.of(rows), now, now);
    }

    @Test
    void aloneItIsTheOnlyOne() {
        assertThat(see().any()).isFalse();
        assertThat(membership.alive()).containsExactly("me");
    }

    @Test
    void itsOwnRowTellsItNothing() {
        assertThat(see(member("me", 1)).any()).isFalse();
        now += 10 * PERIOD;
        assertThat(see(member("me", 1)).any()).isFalse();
        assertThat(membership.alive()).containsExactly("me");
    }

    @Test
    void whoIsSeenForTheFirstTimeLives() {
        assertThat(see(member("b", 7)).appeared()).containsExactly("b");
        assertThat(membership.alive()).containsExactly("b", "me");
        assertThat(membership.mayBeAlive("b")).isTrue();
        assertThat(see(member("b", 8)).any()).isFalse();
    }

    @Test
    void whoseBeatHasNotMovedForALeasePeriodOfOurClockIsDead() {
        see(member("b", 7));
        now += PERIOD - 1;
        assertThat(see(member("b", 7)).any()).isFalse();
        now += 1;
        assertThat(see(member("b", 7)).died()).containsExactly("b");
        assertThat(membership.alive()).containsExactly("me");
        assertThat(membership.mayBeAlive("b")).isFalse();
        now += PERIOD;
        assertThat(see(member("b", 7)).any()).as("it dies once").isFalse();
    }

    @Test
    void eachBeatStartsThePeriodAnew() {
        for (int beat = 1; beat <= 10; beat++) {
            assertThat(see(member("b", beat)).died()).isEmpty();
            now += PERIOD - 1;
        }
        assertThat(membership.alive()).contains("b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "+100000-01-01T00:00:00Z"})
    void whatAClockOnAWallSaysDecidesNothing(String seenAt) {
        Instant wall = Instant.parse(seenAt);
        see(new Member("b", 1, wall, "host", 3));
        now += PERIOD - 1;
        assertThat(see(new Member("b", 1, wall, "host", 3)).died()).isEmpty();
        now += 1;
        assertThat(see(new Member("b", 1, wall.plusSeconds(1), "host", 3)).died())
                .containsExactly("b");
    }

    @Test
    void aRowThatLooksOldIsNotCountedOnBeforeItsBeatMovesAndNotRobbedEither() {
        Instant old = WALL.minusNanos(PERIOD + 1);
        assertThat(see(new Member("b", 7, old, "host", 3)).any()).isFalse();
        assertThat(membership.alive()).containsExactly("me");
        assertThat(membership.mayBeAlive("b")).isTrue();

        assertThat(see(new Member("b", 7, old, "host", 3)).any()).isFalse();
        assertThat(see(new Member("b", 8, old, "host", 3)).appeared()).containsExactly("b");
        assertThat(membership.alive()).containsExactly("b", "me");
    }

    @Test
    void aRowThatLooksOldAndDoesNotMoveIsDeadAfterALeasePeriod() {
        Instant old = WALL.minusNanos(PERIOD + 1);
        see(new Member("b", 7, old, "host", 3));
        now += PERIOD - 1;
        assertThat(see(new Member("b", 7, old, "host", 3)).any()).isFalse();
        assertThat(membership.mayBeAlive("b")).isTrue();
        now += 1;
        assertThat(see(new Member("b", 7, old, "host", 3)).died()).containsExactly("b");
        assertThat(membership.mayBeAlive("b")).isFalse();
        assertThat(see(new Member("b", 8, old, "host", 3)).appeared()).containsExactly("b");
    }

    @Test
    void aRowThatLooksOldAndGoesNeverWasThere() {
        see(new Member("b", 7, WALL.minusNanos(PERIOD + 1), "host", 3));
        assertThat(see().any()).isFalse();
        assertThat(see(new Member("b", 7, WALL, "host", 3)).appeared()).containsExactly("b");
    }

    @Test
    void anAnswerShowsOnlyWhatWasSoWhenItWasAskedFor() {
        see(member("b", 7));
        long asked = now + PERIOD - 1;
        now += 3 * PERIOD;
        assertThat(membership.observe(List.of(member("b", 7)), asked, now, WALL).died())
                .as("we were frozen, not b")
                .isEmpty();
        membership.observeStrangers(List.of(lease("0", "x", 1, null)), asked, now);
        membership.observeStrangers(List.of(lease("0", "x", 1, null)), now + PERIOD - 1, now + 3 * PERIOD);
        assertThat(membership.mayBeAlive("x")).isTrue();
    }

    @Test
    void whoseBeatMovesAgainIsAlive() {
        see(member("b", 7));
        now += PERIOD;
        see(member("b", 7));
        assertThat(see(member("b", 8)).appeared()).containsExactly("b");
        assertThat(membership.alive()).contains("b");
        now += PERIOD;
        assertThat(see(member("b", 8)).died()).containsExactly("b");
    }

    @Test
    void aBeatThatGoesBackMovesToo() {
        see(member("b", 7));
        now += PERIOD;
        assertThat(see(member("b", 1)).died())
                .as("the row was deleted and written anew")
                .isEmpty();
    }

    @Test
    void whoTakesItsRowAwayHasLeft() {
        see(member("b", 7));
        Membership.Changes changes = see();
        assertThat(changes.left()).containsExactly("b");
        assertThat(changes.died()).isEmpty();
        assertThat(membership.alive()).containsExactly("me");
        assertThat(see().any()).isFalse();
    }

    @Test
    void theRowOfTheDeadMayGoUnnoticed() {
        see(member("b", 7));
        now += PERIOD;
        see(member("b", 7));
        assertThat(see().any()).isFalse();
        assertThat(see(member("b", 7)).appeared()).containsExactly("b");
    }

    @Test
    void aShareThatMovedIsAReasonToLook() {
        see(member("b", 7));
        Membership.Changes same = see(member("b", 8));
        assertThat(same.shardsMoved()).isFalse();
        Membership.Changes moved = see(new Member("b", 9, null, "host", 4));
        assertThat(moved.shardsMoved()).isTrue();
        assertThat(moved.any()).isTrue();
    }

    @Test
    void anOwnerWithoutAMemberRowTakesNoPartInTheSharing() {
        seeRows(lease("0", "redpanda", 1, "7"));
        assertThat(membership.isStranger("redpanda")).isTrue();
        assertThat(membership.mayBeAlive("redpanda")).isTrue();
        assertThat(membership.alive()).containsExactly("me");
    }

    @Test
    void aMemberIsNoStrangerAndNeitherAreWe() {
        see(member("b", 7));
        seeRows(lease("0", "b", 1, "7"), lease("1", "me", 1, "7"));
        assertThat(membership.isStranger("b")).isFalse();
        assertThat(membership.isStranger("me")).isFalse();
    }

    @Test
    void aMemberWhoseRowWasRemovedIsAStrangerWithATimeOfItsOwn() {
        see(member("b", 7));
        see();
        seeRows(lease("0", "b", 1, "7"));
        assertThat(membership.mayBeAlive("b")).isTrue();
        now += PERIOD;
        seeRows(lease("0", "b", 1, "7"));
        assertThat(membership.mayBeAlive("b")).isFalse();
    }
}
