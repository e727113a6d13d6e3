package io.camelkinesis.engine.consume;

import static io.camelkinesis.engine.Given.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecordLanesTest {

    private final RecordLanes lanes = new RecordLanes(Ordering.KEY);

    private static InFlight unit(long number, String key) {
        return new InFlight(List.of(record(number, key)), 0);
    }

    @Test
    void recordsOfOneKeyWaitForEachOther() {
        InFlight a1 = unit(1, "a");
        InFlight a2 = unit(2, "a");
        InFlight a3 = unit(3, "a");
        assertThat(lanes.enter(a1)).isTrue();
        assertThat(lanes.enter(a2)).isFalse();
        assertThat(lanes.enter(a3)).isFalse();
        assertThat(lanes.leave(a1)).isSameAs(a2);
        assertThat(lanes.leave(a2)).isSameAs(a3);
        assertThat(lanes.leave(a3)).isNull();
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
        lanes.leave(a);
        assertThat(lanes.size()).isEqualTo(1);
        lanes.leave(b);
        assertThat(lanes.size()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = Ordering.class,
            names = {"SHARD", "NONE"})
    void withoutKeysNothingWaitsHere(Ordering ordering) {
        RecordLanes open = new RecordLanes(ordering);
        InFlight first = unit(1, "a");
        assertThat(open.enter(first)).isTrue();
        assertThat(open.enter(unit(2, "a"))).isTrue();
        assertThat(open.leave(first)).isNull();
        assertThat(open.size()).isZero();
    }

    @Test
    void onlyTheFirstOfALaneCanLeave() {
        lanes.enter(unit(1, "a"));
        InFlight second = unit(2, "a");
        lanes.enter(second);
        assertThatThrownBy(() -> lanes.leave(second)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> lanes.leave(unit(3, "b"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void neverTwoOfAKeyAtOnceAndAlwaysInOrder() {
        for (long seed = 1; seed <= 500; seed++) {
            Random random = new Random(seed);
            RecordLanes tested = new RecordLanes(Ordering.KEY);
            List<InFlight> running = new ArrayList<>();
            Map<String, Long> last = new HashMap<>();
            for (long number = 1; number <= 300; number++) {
                InFlight unit = unit(number, "key-" + random.nextInt(5));
                if (tested.enter(unit)) {
                    run(unit, running, last, seed);
                }
                while (!running.isEmpty() && random.nextInt(5) < 2) {
                    leave(tested, running, last, random, seed);
                }
            }
            while (!running.isEmpty()) {
                leave(tested, running, last, random, seed);
            }
            assertThat(tested.size()).as("seed %d: lanes left", seed).isZero();
        }
    }

    private static void leave(
            RecordLanes tested, List<InFlight> running, Map<String, Long> last, Random random, long seed) {
        InFlight next = tested.leave(running.remove(random.nextInt(running.size())));
        if (next != null) {
            run(next, running, last, seed);
        }
    }

    private static void run(InFlight unit, List<InFlight> running, Map<String, Long> last, long seed) {
        assertThat(running)
                .as("seed %d: %s runs already", seed, unit.partitionKey())
                .noneMatch(other -> other.partitionKey().equals(unit.partitionKey()));
        running.add(unit);
        long number = Long.parseLong(unit.first().digits());
        Long before = last.put(unit.partitionKey(), number);
        assertThat(before == null || before < number)
                .as("seed %d: %d after %d", seed, number, before)
                .isTrue();
    }
}
