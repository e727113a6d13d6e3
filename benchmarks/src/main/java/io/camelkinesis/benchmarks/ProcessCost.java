// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** What this process has cost so far. */
final class ProcessCost {

    private ProcessCost() {}

    /** CPU time of all threads of this process, in nanoseconds. */
    static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    /** Most threads that this process had at once. */
    static int peakThreads() {
        return ManagementFactory.getThreadMXBean().getPeakThreadCount();
    }
}
