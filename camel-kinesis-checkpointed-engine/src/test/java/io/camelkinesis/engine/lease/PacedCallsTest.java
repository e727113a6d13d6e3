// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.FixedRandom;
import io.camelkinesis.engine.ManualTime;
import io.camelkinesis.engine.runtime.SerialLoop;
import io.camelkinesis.engine.table.LeaseWrite;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PacedCallsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final ManualTime time = new ManualTime();
    private final SerialLoop loop = new SerialLoop(time, time, bug -> {
        throw new AssertionError(bug);
    });
    private final PacedCalls calls = new PacedCalls(loop, SECOND, LONGEST, new FixedRandom(0));
    private final Deque<CompletableFuture<Object>> underWay = new ArrayDeque<>();
    private final List<Integer> started = new ArrayList<>();

    private void ask(int from, int to) {
        loop.execute(() -> IntStream.rangeClosed(from, to).forEach(i -> calls.call(() -> begin(i), (a, f) -> {})));
        time.settle();
    }

    private CompletableFuture<Object> begin(int number) {
        started.add(number);
        CompletableFuture<Object> answer = new CompletableFuture<>();
        underWay.add(answer);
        return answer;
    }

    private void answerAll(Object answer) {
        for (int left = underWay.size(); left > 0; left--) {
            underWay.remove().complete(answer);
        }
        time.settle();
    }

    private static LeaseWrite throttled() {
        return new LeaseWrite.Throttled(new IllegalStateException("throttled"));
    }

    @Test
    void fewAreOnTheirWayAtATime() {
        ask(1, 100);
        assertThat(started).hasSize(PacedCalls.MOST);
        underWay.remove().complete("taken");
        time.settle();
        assertThat(started).hasSize(PacedCalls.MOST + 1).last().isEqualTo(PacedCalls.MOST + 1);
    }

    @Test
    void whatIsNotTakenMakesAllWaitAndFewerGo() {
        ask(1, 100);
        answerAll(throttled());
        assertThat(started).as("all wait").hasSize(PacedCalls.MOST);
        time.advance(SECOND);
        assertThat(underWay).as("those that failed together count once").hasSize(PacedCalls.MOST / 2);
    }

    @Test
    void theWaitGrowsToItsBound() {
        ask(1, 1_000);
        for (int i = 0; i < 20; i++) {
            answerAll(throttled());
            time.advance(LONGEST);
        }
        assertThat(underWay).hasSize(1);
        answerAll(throttled());
        time.advance(LONGEST.dividedBy(2).minusNanos(1));
        assertThat(underWay).isEmpty();
        time.advance(LONGEST.dividedBy(2));
        assertThat(underWay).hasSize(1);
    }

    @Test
    void whatIsTakenLetsMoreGo() {
        ask(1, 1_000);
        answerAll(throttled());
        time.advance(SECOND);
        for (int i = 0; i < 3; i++) {
            answerAll("taken");
        }
        assertThat(underWay).hasSize(PacedCalls.MOST);
    }

    @Test
    void aTableThatHasComeBackIsAskedAtOnce() {
        ask(1, 100);
        answerAll(new LeaseWrite.Unknown(new IllegalStateException("no answer")));
        assertThat(underWay).isEmpty();
        loop.execute(calls::startOver);
        time.settle();
        assertThat(underWay).hasSize(PacedCalls.MOST);
    }

    @Test
    void whatIsOfferedComesLastAndCanBeWithdrawn() {
        ask(1, PacedCalls.MOST);
        loop.execute(() -> calls.offer(() -> begin(-1), (a, f) -> {}));
        ask(101, 101);
        underWay.remove().complete("taken");
        time.settle();
        assertThat(started).last().isEqualTo(101);
        loop.execute(calls::withdraw);
        answerAll("taken");
        assertThat(started).doesNotContain(-1);
    }

    @Test
    void whatIsNotWantedAnyMoreTakesNoPlace() {
        loop.execute(() -> calls.call(() -> null, (a, f) -> started.add(0)));
        ask(1, PacedCalls.MOST);
        assertThat(started).hasSize(PacedCalls.MOST).doesNotContain(0);
    }
}
