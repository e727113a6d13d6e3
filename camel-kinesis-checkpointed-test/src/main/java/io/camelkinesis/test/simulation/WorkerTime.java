// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.runtime.Clock;
import io.camelkinesis.engine.runtime.TaskScheduler;
import io.camelkinesis.test.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Time as one worker's process has it: it can be frozen, so that time moves and the worker does not, killed, so that nothing
 * of it ever runs again, and its wall clock may be wrong by any amount and drift.
 */
final class WorkerTime implements Clock, TaskScheduler {

    private final VirtualTime time;
    private Duration skew;
    private final double drift;
    private final List<Runnable> missed = new ArrayList<>();
    private boolean frozen;
    private boolean dead;

    /**
     * @param skew how far the wall clock is ahead at the start
     * @param drift by how much it runs too fast, as a part of the time that passes
     */
    WorkerTime(VirtualTime time, Duration skew, double drift) {
        this.time = time;
        this.skew = skew;
        this.drift = drift;
    }

    void freeze() {
        frozen = true;
    }

    void thaw() {
        frozen = false;
        List<Runnable> late = List.copyOf(missed);
        missed.clear();
        late.forEach(time::execute);
    }

    /** Sets the wall clock forward, or back. */
    void set(Duration by) {
        skew = skew.plus(by);
    }

    void kill() {
        dead = true;
        missed.clear();
    }

    boolean isAlive() {
        return !dead;
    }

    boolean isFrozen() {
        return frozen;
    }

    @Override
    public long nanoTime() {
        return time.nanoTime();
    }

    @Override
    public Instant now() {
        return time.now().plus(skew).plusNanos((long) (time.nanoTime() * drift));
    }

    @Override
    public void execute(Runnable task) {
        if (!dead) {
            time.execute(() -> run(task));
        }
    }

    @Override
    public Cancellable schedule(Runnable task, Duration delay) {
        return dead ? () -> {} : time.schedule(() -> run(task), delay);
    }

    private void run(Runnable task) {
        if (dead) {
            return;
        }
        if (frozen) {
            missed.add(() -> run(task));
        } else {
            task.run();
        }
    }
}
