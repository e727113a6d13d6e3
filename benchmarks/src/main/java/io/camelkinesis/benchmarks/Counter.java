// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.benchmarks;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Counts records as they are done and measures the process between the end of the warm-up and the end of the work. */
final class Counter {

    private static final long LOOK_MILLIS = 5;

    private final Workload workload;
    private final LongAdder done = new LongAdder();

    Counter(Workload workload) {
        this.workload = workload;
    }

    void done(long records) {
        done.add(records);
    }

    /** Waits for the work to be done. */
    Measurement measure() throws InterruptedException {
        if (workload.isIdle()) {
            pause(workload.idleSeconds() * 1000L);
        } else {
            await(workload.warmUp());
        }
        long cpu = ProcessCost.cpuNanos();
        long wall = System.nanoTime();
        long before = done.sum();
        if (workload.isIdle()) {
            pause(workload.idleSeconds() * 1000L);
        } else {
            await(workload.warmUp() + workload.records());
        }
        return new Measurement(
                done.sum() - before, ProcessCost.cpuNanos() - cpu, System.nanoTime() - wall, ProcessCost.peakThreads());
    }

    private void await(long records) throws InterruptedException {
        while (done.sum() < records) {
            pause(LOOK_MILLIS);
        }
    }

    private static void pause(long millis) throws InterruptedException {
        boolean never = new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
        assert !never;
    }
}
