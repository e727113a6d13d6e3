// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import static io.camelkinesis.engine.Given.records;
import static io.camelkinesis.engine.Given.seq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InFlightWindowTest {

    private final InFlightWindow window = new InFlightWindow(3);

    private static InFlight unit(long first, long last) {
        return new InFlight(records(first, last), 0, 0);
    }

    private InFlight admitted(long first, long last) {
        InFlight unit = unit(first, last);
        window.admit(unit);
        return unit;
    }

    @Test
    void thePrefixMovesWithTheOldest() {
        InFlight one = admitted(1, 1);
        InFlight two = admitted(2, 2);
        assertThat(window.complete(one)).isEqualTo(seq(1));
        assertThat(window.complete(two)).isEqualTo(seq(2));
        assertThat(window.isEmpty()).isTrue();
    }

    @Test
    void whatIsDoneBehindAnOlderOneDoesNotMoveThePrefix() {
        InFlight one = admitted(1, 1);
        InFlight two = admitted(2, 2);
        InFlight three = admitted(3, 3);
        assertThat(window.complete(three)).isNull();
        assertThat(window.complete(two)).isNull();
        assertThat(window.span()).isEqualTo(3);
        assertThat(window.undone()).isEqualTo(1);
        assertThat(window.complete(one)).isEqualTo(seq(3));
    }

    @Test
    void theGapCountsWhatIsDoneBehindTheOldest() {
        InFlight one = admitted(1, 1);
        window.complete(admitted(2, 2));
        admitted(3, 3);
        assertThat(window.admits(1)).isFalse();
        window.complete(one);
        assertThat(window.admits(2)).isTrue();
        assertThat(window.admits(3)).isFalse();
    }

    @Test
    void theHalvesOfABatchTakeItsPlace() {
        InFlightWindow wide = new InFlightWindow(20);
        InFlight before = unit(1, 1);
        InFlight batch = unit(2, 9);
        InFlight behind = unit(10, 10);
        InFlight last = unit(11, 11);
        List.of(before, batch, behind, last).forEach(wide::admit);
        InFlight first = batch.part(0, 4);
        InFlight second = batch.part(4, 8);
        wide.split(batch, first, second);
        assertThat(wide.span()).isEqualTo(11);
        assertThat(wide.undone()).isEqualTo(11);
        assertThat(wide.complete(before)).isEqualTo(seq(1));
        assertThat(wide.complete(behind)).isNull();
        assertThat(wide.complete(second)).isNull();
        assertThat(wide.complete(first)).isEqualTo(seq(10));
        assertThat(wide.complete(last)).isEqualTo(seq(11));
        assertThat(wide.isEmpty()).isTrue();
    }

    @Test
    void aBatchLargerThanTheWindowGoesAlone() {
        assertThat(window.admits(5)).isTrue();
        InFlight batch = admitted(1, 5);
        assertThat(window.admits(1)).isFalse();
        assertThat(window.complete(batch)).isEqualTo(seq(5));
        admitted(6, 6);
        assertThat(window.admits(5)).isFalse();
    }

    @Test
    void moreThanItHoldsIsABug() {
        admitted(1, 3);
        assertThatThrownBy(() -> window.admit(unit(4, 4))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void doneTwiceIsABug() {
        admitted(1, 1);
        InFlight two = admitted(2, 2);
        window.complete(two);
        assertThatThrownBy(() -> window.complete(two)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void holdsAtLeastOne() {
        assertThatThrownBy(() -> new InFlightWindow(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void agreesWithAListOfAllUnits() {
        for (long seed = 1; seed <= 500; seed++) {
            Random random = new Random(seed);
            int limit = 1 + random.nextInt(20);
            InFlightWindow tested = new InFlightWindow(limit);
            List<InFlight> all = new ArrayList<>();
            List<InFlight> open = new ArrayList<>();
            long next = 1;
            for (int step = 0; step < 200; step++) {
                int size = 1 + random.nextInt(4);
                int gap = gap(all);
                assertThat(tested.admits(size)).as("seed %d", seed).isEqualTo(gap == 0 || gap + size <= limit);
                assertThat(tested.span()).as("seed %d", seed).isEqualTo(gap);
                if (random.nextBoolean() && tested.admits(size)) {
                    InFlight unit = unit(next, next + size - 1);
                    next += size;
                    tested.admit(unit);
                    all.add(unit);
                    open.add(unit);
                } else if (!open.isEmpty()) {
                    int before = donePrefix(all);
                    var end = tested.complete(open.remove(random.nextInt(open.size())));
                    int after = donePrefix(all);
                    assertThat(end).as("seed %d", seed).isEqualTo(after == before ? null : seq(after));
                }
                List<InFlight> undone = new ArrayList<>();
                tested.forEachUndone(undone::add);
                assertThat(undone).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(open);
                assertThat(tested.undone())
                        .as("seed %d", seed)
                        .isEqualTo(open.stream().mapToInt(u -> u.records.size()).sum());
            }
        }
    }

    private static int donePrefix(List<InFlight> all) {
        int end = 0;
        for (InFlight unit : all) {
            if (!unit.done) {
                break;
            }
            end += unit.records.size();
        }
        return end;
    }

    private static int gap(List<InFlight> all) {
        int total = all.stream().mapToInt(unit -> unit.records.size()).sum();
        return total - donePrefix(all);
    }
}
