// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.FixedRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReadOutageTest {

    private static final Duration LOOK = Duration.ofSeconds(30);
    private static final Duration PATIENCE = ReadOutage.patience(LOOK);

    private final ReadOutage outage = new ReadOutage(LOOK, new FixedRandom(0));
    private Duration now = Duration.ZERO;
    private Duration unreadSince = Duration.ZERO;
    private boolean isRead;
    private boolean isListing = true;
    private boolean others = true;
    private boolean othersRead = true;

    /** Looks until so much time has passed, or until something has changed; whether it has. */
    private boolean looksFor(Duration time) {
        Duration until = now.plus(time);
        while (now.compareTo(until) < 0) {
            now = now.plus(LOOK);
            Duration unread = isRead ? null : now.minus(unreadSince);
            ReadOutage.Signs signs = new ReadOutage.Signs(unread, isRead, isListing, others, othersRead);
            if (outage.look(signs, now.toNanos())) {
                return true;
            }
        }
        return false;
    }

    private Duration leftAfter() {
        Duration before = now;
        assertThat(looksFor(PATIENCE.multipliedBy(1_000))).isTrue();
        assertThat(outage.isPausing()).isTrue();
        return now.minus(before);
    }

    private Duration backAfter() {
        Duration before = now;
        assertThat(looksFor(PATIENCE.multipliedBy(1_000))).isTrue();
        assertThat(outage.isPausing()).isFalse();
        return now.minus(before);
    }

    @Test
    void leavesTheShardsToOthersWhoRead() {
        assertThat(leftAfter()).isBetween(PATIENCE, PATIENCE.plus(LOOK));
        assertThat(outage.since(now.toNanos())).isZero();
    }

    @Test
    void isPatientForTwoMinutesAtLeast() {
        assertThat(ReadOutage.patience(Duration.ofSeconds(1))).isEqualTo(Duration.ofMinutes(2));
        assertThat(ReadOutage.patience(Duration.ofMinutes(1))).isEqualTo(Duration.ofMinutes(4));
    }

    @Test
    void anOutageForAllMovesNothing() {
        othersRead = false;
        assertThat(looksFor(Duration.ofHours(3))).isFalse();
    }

    @Test
    void whoIsLastToReadAgainAfterAnOutageForAllKeepsItsShards() {
        othersRead = false;
        looksFor(Duration.ofHours(3));
        othersRead = true;
        assertThat(looksFor(PATIENCE.minus(LOOK))).isFalse();
        isRead = true;
        assertThat(looksFor(Duration.ofHours(3))).isFalse();
    }

    @Test
    void theLastMemberKeepsAll() {
        others = false;
        othersRead = false;
        assertThat(looksFor(Duration.ofHours(3))).isFalse();
    }

    @Test
    void takesPartAtOnceWhenNobodyElseIsLeft() {
        leftAfter();
        others = false;
        assertThat(backAfter()).isEqualTo(LOOK);
    }

    @Test
    void doesNotComeBackWhileEvenListingFails() {
        leftAfter();
        isListing = false;
        assertThat(looksFor(Duration.ofHours(3))).isFalse();
        isListing = true;
        assertThat(backAfter()).isEqualTo(LOOK);
    }

    @Test
    void eachPauseIsTwiceAsLongUpToABoundAndReadsHalveItAgain() {
        Duration first = null;
        Duration last = Duration.ZERO;
        for (int i = 0; i < 8; i++) {
            leftAfter();
            last = backAfter();
            first = first == null ? last : first;
            unreadSince = now;
        }
        assertThat(first).isBetween(PATIENCE, PATIENCE.multipliedBy(2).plus(LOOK));
        assertThat(last)
                .isBetween(PATIENCE.multipliedBy(16), PATIENCE.multipliedBy(32).plus(LOOK));

        isRead = true;
        looksFor(Duration.ofHours(24));
        isRead = false;
        unreadSince = now;
        leftAfter();
        assertThat(backAfter()).isEqualTo(first);
    }
}
