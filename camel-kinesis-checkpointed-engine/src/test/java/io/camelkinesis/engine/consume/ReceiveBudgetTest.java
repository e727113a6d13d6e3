package io.camelkinesis.engine.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReceiveBudgetTest {

    private final ReceiveBudget budget = new ReceiveBudget(1_000, 100);
    private final List<String> granted = new ArrayList<>();

    private ReceiveBudget.Request request(String name, long bytes, int records) {
        return budget.request(bytes, 0, records, () -> granted.add(name));
    }

    @Test
    void grantsAtOnceWhatFits() {
        request("a", 600, 10);
        request("b", 400, 10);
        assertThat(granted).containsExactly("a", "b");
        assertThat(budget.heldBytes()).isEqualTo(1_000);
        assertThat(budget.heldRecords()).isEqualTo(20);
        assertThat(budget.isShort()).isFalse();
    }

    @Test
    void bytesAndRecordsBothCount() {
        request("a", 1, 100);
        request("b", 1, 1);
        assertThat(granted).containsExactly("a");
        budget.dropped(0, 1);
        assertThat(granted).containsExactly("a", "b");
        request("c", 999, 0);
        assertThat(granted).hasSize(2);
        budget.dropped(1, 0);
        assertThat(granted).containsExactly("a", "b", "c");
    }

    @Test
    void servesInTheOrderOfAskingAlsoWhenALaterOneWouldFit() {
        request("a", 900, 1);
        request("large", 500, 1);
        request("small", 50, 1);
        assertThat(granted).containsExactly("a");
        assertThat(budget.isShort()).isTrue();
        budget.dropped(900, 0);
        assertThat(granted).containsExactly("a", "large", "small");
        assertThat(budget.isShort()).isFalse();
    }

    @Test
    void settlingGivesBackWhatDidNotCome() {
        ReceiveBudget.Request a = request("a", 1_000, 100);
        request("b", 800, 90);
        a.settle(200, 10);
        assertThat(granted).containsExactly("a", "b");
        assertThat(budget.heldBytes()).isEqualTo(1_000);
        assertThat(budget.heldRecords()).isEqualTo(100);
    }

    @Test
    void moreThanWasAskedForIsCountedAndHoldsUpTheOthers() {
        request("a", 100, 10).settle(2_000, 10);
        request("b", 1, 1);
        assertThat(budget.heldBytes()).isEqualTo(2_000);
        budget.dropped(1_000, 0);
        assertThat(granted).containsExactly("a");
        budget.dropped(1, 0);
        assertThat(granted).containsExactly("a", "b");
    }

    @Test
    void aRequestForMoreThanTheWholeIsServedWhenNothingElseIsHeld() {
        request("a", 1, 1);
        request("huge", 1_000_000, 1_000_000);
        assertThat(granted).containsExactly("a");
        budget.dropped(1, 0);
        assertThat(granted).containsExactly("a");
        budget.dropped(0, 1);
        assertThat(granted).containsExactly("a", "huge");
    }

    @Test
    void cancellingTakesARequestOutOfTheLine() {
        request("a", 900, 1);
        ReceiveBudget.Request large = request("large", 500, 1);
        request("small", 50, 1);
        large.cancel();
        assertThat(granted).containsExactly("a", "small");
        budget.dropped(900, 0);
        assertThat(granted).containsExactly("a", "small");
    }

    @Test
    void cancellingGivesBackWhatWasGrantedOnce() {
        ReceiveBudget.Request a = request("a", 900, 10);
        a.cancel();
        a.cancel();
        assertThat(budget.heldBytes()).isZero();
        assertThat(budget.heldRecords()).isZero();
    }

    @Test
    void cancellingAfterSettlingChangesNothing() {
        ReceiveBudget.Request a = request("a", 900, 10);
        a.settle(300, 3);
        a.cancel();
        assertThat(budget.heldBytes()).isEqualTo(300);
        assertThatThrownBy(() -> a.settle(0, 0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theFairPartShrinksWithTheShardsButNotBelowWhatAReadIsWorth() {
        ReceiveBudget large = new ReceiveBudget(1, 10_000);
        assertThat(large.fairRecords()).isEqualTo(5_000);
        large.join();
        assertThat(large.fairRecords()).isEqualTo(5_000);
        for (int shards = 2; shards <= 1_000; shards++) {
            large.join();
        }
        assertThat(large.fairRecords()).isEqualTo(500);
        for (int shards = 1_000; shards > 5; shards--) {
            large.leave();
        }
        assertThat(large.fairRecords()).isEqualTo(1_000);
        assertThat(new ReceiveBudget(1, 20).fairRecords()).isEqualTo(20);
    }

    @Test
    void holdsNoMoreThanItsBoundUnlessAnAnswerWasLargerThanAskedFor() {
        for (long seed = 1; seed <= 500; seed++) {
            new RandomUse(seed).run();
        }
    }

    /** Shards that ask, settle, deliver, free and cancel as chance has it, beside the plainest model of what is held. */
    private static final class RandomUse {
        private final long seed;
        private final Random random;
        private final boolean answersMayBeLarger;
        private final ReceiveBudget budget = new ReceiveBudget(1_000, 100);
        private final List<Ask> open = new ArrayList<>();
        private final List<Integer> order = new ArrayList<>();
        private long bytes;
        private long records;
        private long excess;

        private static final class Ask {
            private long bytes;
            private int records;
            private boolean granted;
            private ReceiveBudget.Request request;
        }

        private RandomUse(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.answersMayBeLarger = random.nextBoolean();
        }

        private void run() {
            for (int step = 0; step < 300; step++) {
                act(step);
                long promised = open.stream()
                        .filter(ask -> ask.granted)
                        .mapToLong(ask -> ask.bytes)
                        .sum();
                assertThat(budget.heldBytes())
                        .as("seed %d, step %d", seed, step)
                        .isEqualTo(bytes + promised)
                        .isBetween(0L, 1_000 + excess);
                assertThat(budget.heldRecords())
                        .as("seed %d, step %d", seed, step)
                        .isBetween(records, 100L);
            }
            open.forEach(ask -> ask.request.cancel());
            budget.dropped(0, (int) records);
            budget.dropped(bytes, 0);
            assertThat(budget.heldBytes()).as("seed %d", seed).isZero();
            assertThat(budget.heldRecords()).as("seed %d", seed).isZero();
            assertThat(budget.isShort()).as("seed %d", seed).isFalse();
            assertThat(order).as("seed %d: first come, first served", seed).isSorted();
        }

        private void act(int step) {
            switch (random.nextInt(5)) {
                case 0, 1 -> ask(step);
                case 2 -> settle();
                case 3 -> giveBack();
                default -> {
                    if (!open.isEmpty()) {
                        open.remove(random.nextInt(open.size())).request.cancel();
                    }
                }
            }
        }

        private void ask(int number) {
            Ask ask = new Ask();
            ask.bytes = random.nextInt(1_001);
            ask.records = random.nextInt(50);
            open.add(ask);
            ask.request = budget.request(ask.bytes, 0, ask.records, () -> {
                ask.granted = true;
                order.add(number);
            });
        }

        private void settle() {
            List<Ask> granted = open.stream().filter(ask -> ask.granted).toList();
            if (granted.isEmpty()) {
                return;
            }
            Ask ask = granted.get(random.nextInt(granted.size()));
            open.remove(ask);
            long came = random.nextLong(ask.bytes + 1) + (answersMayBeLarger ? random.nextInt(100) : 0);
            excess += Math.max(0, came - ask.bytes);
            bytes += came;
            records += ask.records;
            ask.request.settle(came, ask.records);
        }

        private void giveBack() {
            long part = random.nextLong(bytes + 1);
            bytes -= part;
            budget.dropped(part, 0);
            int some = random.nextInt((int) records + 1);
            records -= some;
            budget.dropped(0, some);
        }
    }
}
