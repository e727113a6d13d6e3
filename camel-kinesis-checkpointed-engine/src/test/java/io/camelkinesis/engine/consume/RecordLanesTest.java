// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import static io.camelkinesis.engine.Given.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelkinesis.engine.model.StreamRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecordLanesTest {

    private final RecordLanes lanes = new RecordLanes(Ordering.KEY);

    private static InFlight unit(long number, String key) {
        return new InFlight(List.of(record(number, key)), 0, 0);
    }

    @Test
    void recordsOfOneKeyWaitForEachOther() {
        InFlight a1 = unit(1, "a");
        InFlight a2 = unit(2, "a");
        InFlight a3 = unit(3, "a");
        assertThat(lanes.enter(a1)).isTrue();
        assertThat(lanes.enter(a2)).isFalse();
        assertThat(lanes.enter(a3)).isFalse();
        assertThat(leave(a1)).containsExactly(a2);
        assertThat(leave(a2)).containsExactly(a3);
        assertThat(leave(a3)).isEmpty();
    }

    @Test
    void recordsOfOtherKeysDoNot() {
        assertThat(lanes.enter(unit(1, "a"))).isTrue();
        assertThat(lanes.enter(unit(2, "b"))).isTrue();
    }

    @Test
    void aLaneIsRemovedWhenItIsEmpty() {
        InFlight a = unit(1, "a");
        InFlight b = unit(2, "b");
        lanes.enter(a);
        lanes.enter(b);
        leave(a);
        assertThat(lanes.keys()).isEqualTo(1);
        leave(b);
        assertThat(lanes.keys()).isZero();
    }

    @Test
    void withoutOrderNothingWaits() {
        RecordLanes open = new RecordLanes(Ordering.NONE);
        InFlight first = unit(1, "a");
        assertThat(open.enter(first)).isTrue();
        assertThat(open.enter(unit(2, "a"))).isTrue();
        assertThat(leave(open, first)).isEmpty();
        assertThat(open.keys()).isZero();
    }

    @Test
    void theWholeShardIsOneLaneWhateverTheKeys() {
        RecordLanes serial = new RecordLanes(Ordering.SHARD);
        InFlight first = unit(1, "a");
        InFlight second = unit(2, "b");
        assertThat(serial.enter(first)).isTrue();
        assertThat(serial.enter(second)).isFalse();
        assertThat(leave(serial, first)).containsExactly(second);
        assertThat(leave(serial, second)).isEmpty();
    }

    @Test
    void aBatchWaitsForEachOfItsKeysAndHoldsThemAll() {
        InFlight a = unit(1, "a");
        InFlight b = unit(2, "b");
        InFlight batch = batch(3, "a", "b", "a", "c");
        InFlight c = unit(7, "c");
        InFlight d = unit(8, "d");
        assertThat(lanes.enter(a)).isTrue();
        assertThat(lanes.enter(b)).isTrue();
        assertThat(lanes.enter(batch)).isFalse();
        assertThat(lanes.enter(c)).isFalse();
        assertThat(lanes.enter(d)).isTrue();
        assertThat(leave(b)).isEmpty();
        assertThat(leave(a)).containsExactly(batch);
        assertThat(leave(batch)).containsExactly(c);
        leave(c);
        leave(d);
        assertThat(lanes.keys()).isZero();
    }

    @Test
    void theTwoHalvesOfABatchTakeItsPlacesInOrder() {
        InFlight batch = batch(1, "a", "b", "b", "c");
        InFlight behindA = unit(5, "a");
        InFlight behindC = unit(6, "c");
        lanes.enter(batch);
        lanes.enter(behindA);
        lanes.enter(behindC);
        InFlight first = batch.part(0, 2);
        InFlight second = batch.part(2, 4);
        lanes.split(batch, first, second);
        assertThat(first.waitsIn).isZero();
        assertThat(second.waitsIn).as("both hold b").isEqualTo(1);
        assertThat(leave(first)).containsExactlyInAnyOrder(behindA, second);
        assertThat(leave(second)).containsExactly(behindC);
    }

    @Test
    void halvesWithoutACommonKeyMayGoTogether() {
        InFlight batch = batch(1, "a", "b");
        lanes.enter(batch);
        InFlight first = batch.part(0, 1);
        InFlight second = batch.part(1, 2);
        lanes.split(batch, first, second);
        assertThat(first.waitsIn + second.waitsIn).isZero();
        leave(second);
        leave(first);
        assertThat(lanes.keys()).isZero();
    }

    @Test
    void onlyTheFirstOfALaneCanLeave() {
        lanes.enter(unit(1, "a"));
        InFlight second = unit(2, "a");
        lanes.enter(second);
        assertThatThrownBy(() -> leave(second)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> leave(unit(3, "b"))).isInstanceOf(IllegalStateException.class);
    }

    /** Batches of random keys; some fall in two when their turn has come. */
    @Test
    void neverTwoOfAKeyAtOnceAndAlwaysInOrder() {
        for (long seed = 1; seed <= 500; seed++) {
            new RandomUse(seed).run();
        }
    }

    private static final class RandomUse {
        private final long seed;
        private final Random random;
        private final RecordLanes tested = new RecordLanes(Ordering.KEY);
        private final List<InFlight> running = new ArrayList<>();
        private final Map<String, Long> last = new HashMap<>();
        private int records;

        private RandomUse(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
        }

        private void run() {
            long number = 1;
            while (number <= 300) {
                String[] keys = new String[random.nextInt(4) == 0 ? 1 + random.nextInt(6) : 1];
                Arrays.setAll(keys, i -> "key-" + random.nextInt(5));
                InFlight unit = batch(number, keys);
                number += keys.length;
                if (tested.enter(unit)) {
                    begin(unit);
                }
                while (!running.isEmpty() && random.nextInt(5) < 2) {
                    leaveAny();
                }
            }
            while (!running.isEmpty()) {
                leaveAny();
            }
            assertThat(tested.keys()).as("seed %d: lanes left", seed).isZero();
            assertThat(records).as("seed %d: records that had their turn", seed).isEqualTo(number - 1);
        }

        private void leaveAny() {
            InFlight unit = running.remove(random.nextInt(running.size()));
            records += unit.size();
            leave(tested, unit).forEach(this::begin);
        }

        private void begin(InFlight unit) {
            if (unit.size() > 1 && random.nextBoolean()) {
                int at = 1 + random.nextInt(unit.size() - 1);
                InFlight first = unit.part(0, at);
                InFlight second = unit.part(at, unit.size());
                tested.split(unit, first, second);
                begin(first);
                if (second.waitsIn == 0) {
                    begin(second);
                }
                return;
            }
            assertThat(running)
                    .as("seed %d: something of %s runs already", seed, unit.partitionKeys())
                    .allMatch(other -> Collections.disjoint(other.partitionKeys(), unit.partitionKeys()));
            running.add(unit);
            for (StreamRecord record : unit.records) {
                long number = Long.parseLong(record.sequence().digits());
                Long before = last.put(record.partitionKey(), number);
                assertThat(before == null || before < number)
                        .as("seed %d: %d after %d", seed, number, before)
                        .isTrue();
            }
        }
    }

    private static InFlight batch(long first, String... keys) {
        List<StreamRecord> records = new ArrayList<>();
        for (String key : keys) {
            records.add(record(first + records.size(), key));
        }
        return new InFlight(records, 0, 0);
    }

    private List<InFlight> leave(InFlight unit) {
        return leave(lanes, unit);
    }

    private static List<InFlight> leave(RecordLanes lanes, InFlight unit) {
        List<InFlight> ready = new ArrayList<>();
        lanes.leave(unit, ready::add);
        return ready;
    }
}
