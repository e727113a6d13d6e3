// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import static io.camelkinesis.engine.Given.lease;
import static io.camelkinesis.engine.Given.seq;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.table.FakeLeaseTable.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Writes and reads that are done late, answered late, lost or both, with renewals and transactions of routes in between: the stored checkpoint never
 * goes back and never passes what is done, one write is on its way at a time, the lease is not given up while the row says
 * it is ours, and in the end all that is done is stored and the lease is free.
 */
class CommitterChaosTest extends CommitterFixture {

    private final List<Call<?>> delayed = new ArrayList<>();
    private Random random = new Random(0);
    private long done;
    private SequenceNumber stored;

    @ParameterizedTest
    @ValueSource(longs = {1_000, 2_000, 3_000, 4_000})
    void whateverTheTableDoes(long base) {
        for (long seed = base; seed < base + 250; seed++) {
            try {
                fresh(seed);
                storm();
                calm();
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage() + "\n" + rig.table.calls, e);
            }
        }
    }

    private void fresh(long seed) {
        random = new Random(seed);
        rig.random = new Random(seed);
        rig.table.calls.clear();
        rig.table.hold("commit", "release", "end", "read");
        heard.clear();
        delayed.clear();
        done = 0;
        stored = null;
        committer = committer(lease("shardId-0", "me", 3, null));
    }

    private void storm() {
        boolean suspended = false;
        for (int step = 0; step < 60; step++) {
            switch (random.nextInt(10)) {
                case 0, 1 -> done(++done);
                case 2, 3 -> rig.advance(Duration.ofMillis(random.nextInt(6_000)));
                case 4, 5 -> table();
                case 6 -> late();
                case 7 -> route();
                default -> {
                    if (suspended) {
                        Lease claimed = reclaimed();
                        someTimeLater();
                        rig.run(() -> committer.renewed(claimed));
                    } else {
                        rig.run(committer::suspend);
                    }
                    suspended = !suspended;
                }
            }
            check();
        }
        if (suspended) {
            Lease claimed = reclaimed();
            rig.run(() -> committer.renewed(claimed));
        }
    }

    /** Stores what is done next itself, or only says so. */
    private void route() {
        done++;
        if (random.nextInt(4) > 0) {
            routeStores(done);
        }
        doneAndStored(done);
    }

    private void someTimeLater() {
        for (int i = random.nextInt(3); i > 0; i--) {
            table();
            check();
        }
    }

    private void table() {
        if (rig.table.isWaiting()) {
            Call<?> call = rig.table.any(random.nextInt(100));
            switch (random.nextInt(4)) {
                case 0 -> call.answer();
                case 1 -> call.perform().lose();
                case 2 -> {
                    call.lose();
                    delayed.add(call);
                }
                default -> delayed.add(call.perform());
            }
            rig.settle();
        }
    }

    /** What was lost on its way arrives after all; what was not answered is. */
    private void late() {
        if (!delayed.isEmpty()) {
            delayed.remove(random.nextInt(delayed.size())).answer();
            rig.settle();
        }
    }

    private void check() {
        SequenceNumber now = row().checkpoint();
        if (stored != null) {
            assertThat(now).as("stored checkpoint").isNotNull().isGreaterThanOrEqualTo(stored);
        }
        if (now != null) {
            assertThat(now).as("stored checkpoint").isLessThanOrEqualTo(seq(done));
        }
        stored = now;
        long open = delayed.stream().filter(call -> !call.isAnswered()).count();
        assertThat(rig.table.waiting("commit") + rig.table.waiting("read") + open)
                .as("calls on their way")
                .isLessThanOrEqualTo(1);
        assertThat(heard).isEmpty();
        assertThat(rig.bugs).isEmpty();
    }

    private void calm() {
        release();
        rig.table.holdNothing();
        for (int i = 0; i < 200 && heard.isEmpty(); i++) {
            while (rig.table.isWaiting()) {
                rig.table.any(0).answer();
                rig.settle();
            }
            while (!delayed.isEmpty()) {
                late();
            }
            rig.advance(Duration.ofSeconds(1));
        }
        assertThat(heard).containsExactly("closed");
        assertThat(row().isFree()).isTrue();
        assertThat(row().checkpoint()).isEqualTo(done == 0 ? null : seq(done));
        assertThat(rig.time.timers()).isZero();
    }
}
