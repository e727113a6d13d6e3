// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReceiveBudgetTest {

    private static final long MIB = 1L << 20;

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
    void coversWhatWasAskedForAndMoreAsFarAsThereIsRoom() {
        ReceiveBudget.Request a = request("a", 100, 1);
        request("b", 600, 1);
        assertThat(a.covers(100)).isTrue();
        assertThat(a.covers(400)).isTrue();
        assertThat(a.covers(401)).isFalse();
    }

    @Test
    void whoHasTheWholeMayBringMore() {
        assertThat(request("a", 1_001, 1).covers(5_000)).isTrue();
    }

    @Test
    void whatWasAskedForIsCoveredAlsoWhenOthersBroughtMore() {
        ReceiveBudget.Request a = request("a", 500, 1);
        request("b", 500, 1).settle(700, 1);
        assertThat(a.covers(500)).isTrue();
        assertThat(a.covers(501)).isFalse();
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
    void grantsFewerRecordsSoThatTheNextGetsSomethingToo() {
        ReceiveBudget large = new ReceiveBudget(1_000, 10_000);
        assertThat(large.request(1, 0, 8_000, () -> {}).records()).isEqualTo(5_000);
        assertThat(large.request(1, 0, 8_000, () -> {}).records()).isEqualTo(2_500);
        assertThat(large.request(1, 0, 700, () -> {}).records())
                .as("as many as were wanted")
                .isEqualTo(700);
        assertThat(large.request(1, 0, 8_000, () -> {}).records()).isEqualTo(900);
        assertThat(large.request(1, 0, 8_000, () -> {}).records())
                .as("no fewer than a read is worth")
                .isEqualTo(500);
        ReceiveBudget.Request waits = large.request(1, 0, 8_000, () -> granted.add("waits"));
        assertThat(large.heldRecords()).isEqualTo(9_600);
        assertThat(waits.records()).isZero();
        large.dropped(0, 2_000);
        assertThat(waits.records()).as("what is free when its turn comes").isEqualTo(1_200);
    }

    @Test
    void promisesWhatEachRecordMayNeedBesideItsPayload() {
        ReceiveBudget tight = new ReceiveBudget(100_000, 10_000);
        ReceiveBudget.Request first = tight.request(50_000, 10, 10_000, () -> {});
        assertThat(first.records()).isEqualTo(5_000);
        assertThat(tight.heldBytes()).isEqualTo(100_000);
        first.settle(40_000, 100);
        ReceiveBudget.Request second = tight.request(50_000, 10, 10_000, () -> {});
        assertThat(second.records()).as("as many as there is memory for").isEqualTo(1_000);
        assertThat(tight.heldBytes()).isEqualTo(100_000);
    }

    @Test
    void windowsLeaveRoomForAReadHoweverManyShardsThereAre() {
        for (int shards : new int[] {1, 2, 16, 200, 1_000}) {
            ReceiveBudget shared = new ReceiveBudget(64 * MIB, 10_000);
            for (int i = 0; i < shards; i++) {
                shared.join();
            }
            for (int i = 0; i < shards; i++) {
                long held = admit(shared, 1);
                while (shared.windowAdmits(held, 1_000)) {
                    held += admit(shared, 1_000);
                }
            }
            shared.request(FetchPace.LARGEST_ANSWER_BYTES, 768, 10_000, () -> granted.add("read"));
            assertThat(granted).as("%d shards with full windows", shards).containsExactly("read");
            granted.clear();
        }
    }

    private static long admit(ReceiveBudget budget, long bytes) {
        budget.request(bytes, 0, 1, () -> {}).settle(bytes, 1);
        budget.admitted(bytes, bytes, 1);
        return bytes;
    }

    @Test
    void oneShardMayUseTheSharedHalfAndTheOthersKeepTheirPart() {
        ReceiveBudget shared = new ReceiveBudget(64 * MIB, 10_000);
        shared.join();
        shared.join();
        long hoard = 0;
        while (shared.windowAdmits(hoard, MIB)) {
            hoard += admit(shared, MIB);
        }
        assertThat(hoard).as("half of what windows may hold").isEqualTo(26 * MIB);
        assertThat(shared.largestDelivery()).isBetween(13 * MIB, 14 * MIB);
        assertThat(shared.windowAdmits(0, 13 * MIB)).as("the part of the other").isTrue();
        assertThat(shared.windowAdmits(0, 14 * MIB)).isFalse();
        shared.leave();
        assertThat(shared.largestDelivery()).as("alone").isEqualTo((54 * MIB - 500 * 768) / 2);
        shared.done(hoard);
        assertThat(shared.heldBytes()).isZero();
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
