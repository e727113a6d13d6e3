// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeaseTermTest {

    private final LeaseTerm term = new LeaseTerm(100);

    @ParameterizedTest
    @ValueSource(longs = {100, 0, -50, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 10})
    void holdsUntilItsEndWhereverTheClockStands(long end) {
        LeaseTerm somewhere = new LeaseTerm(end);
        assertThat(somewhere.holds(end - 10)).isTrue();
        assertThat(somewhere.remaining(end - 10)).isBetween(10L, 11L);
        assertThat(somewhere.holds(end + 1)).isFalse();
    }

    @Test
    void onceOverItStaysOverAlsoForThoseWhoLookedAtTheClockBefore() {
        assertThat(term.holds(99)).isTrue();
        assertThat(term.holds(100)).isFalse();
        assertThat(term.holds(99)).isFalse();
        assertThat(term.remaining(99)).isZero();
    }

    @Test
    void aHeartbeatMovesItsEndOn() {
        assertThat(term.extend(50, 150)).isTrue();
        assertThat(term.holds(149)).isTrue();
        assertThat(term.holds(150)).isFalse();
    }

    @Test
    void aHeartbeatThatWasSentBeforeAnAnsweredOneDoesNotMoveItBack() {
        assertThat(term.extend(50, 80)).isTrue();
        assertThat(term.holds(99)).isTrue();
    }

    @Test
    void aHeartbeatThatComesTooLateOpensNothing() {
        assertThat(term.extend(100, 200)).isFalse();
        assertThat(term.holds(99)).isFalse();
        assertThat(term.extend(50, 200)).isFalse();
    }

    @Test
    void beforeTheFirstHeartbeatThereIsNone() {
        LeaseTerm none = LeaseTerm.over();
        assertThat(none.holds(0)).isFalse();
        assertThat(none.extend(0, 100)).isFalse();
        assertThat(none.remaining(0)).isZero();
    }

    @Test
    void whoeverAsksWhileItIsExtendedAgreesWithTheOutcome() throws Exception {
        race(5_000, round -> {
            LeaseTerm raced = new LeaseTerm(100);
            return new Race(() -> raced.extend(99, 200), () -> raced.holds(150), (extended, held) -> {
                assertThat(held).isEqualTo(extended);
                assertThat(raced.holds(99)).isEqualTo(extended);
            });
        });
    }

    private interface Outcome {
        void check(Object first, Object second);
    }

    private record Race(Callable<Object> first, Callable<Object> second, Outcome outcome) {}

    private interface Races {
        Race of(int round);
    }

    /** Runs the two sides of each race on two threads at the same moment. */
    private static void race(int rounds, Races races) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        CyclicBarrier barrier = new CyclicBarrier(2);
        try {
            Race[] all = new Race[rounds];
            for (int round = 0; round < rounds; round++) {
                all[round] = races.of(round);
            }
            Future<Object[]> first = threads.submit(() -> side(all, barrier, true));
            Future<Object[]> second = threads.submit(() -> side(all, barrier, false));
            for (int round = 0; round < rounds; round++) {
                all[round].outcome.check(first.get()[round], second.get()[round]);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static Object[] side(Race[] all, CyclicBarrier barrier, boolean first) throws Exception {
        Object[] results = new Object[all.length];
        for (int round = 0; round < all.length; round++) {
            barrier.await();
            results[round] = (first ? all[round].first : all[round].second).call();
        }
        return results;
    }
}
