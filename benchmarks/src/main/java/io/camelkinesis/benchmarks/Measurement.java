// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.benchmarks;

import java.util.List;
import java.util.Locale;

/**
 * What one run of a consuming process cost, in one line on its standard output.
 *
 * @param records how many records were counted
 * @param cpuNanos CPU time of the process while they were read
 * @param wallNanos how long that took
 * @param threads most threads at once
 */
record Measurement(long records, long cpuNanos, long wallNanos, int threads) {

    private static final String MARK = "measured";

    String line() {
        return MARK + " " + records + " " + cpuNanos + " " + wallNanos + " " + threads;
    }

    static boolean isLine(String line) {
        return line.startsWith(MARK + " ");
    }

    static Measurement parse(String line) {
        String[] parts = line.split(" ", -1);
        return new Measurement(
                Long.parseLong(parts[1]),
                Long.parseLong(parts[2]),
                Long.parseLong(parts[3]),
                Integer.parseInt(parts[4]));
    }

    /** CPU seconds for a million records. */
    double cpuSecondsPerMillion() {
        return cpuNanos / 1e3 / records;
    }

    double perSecond() {
        return records * 1e9 / wallNanos;
    }

    /** CPU seconds for each second of the run. */
    double cpuShare() {
        return (double) cpuNanos / wallNanos;
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%.2f CPU s per million records, %.0f records/s, %d threads",
                cpuSecondsPerMillion(),
                perSecond(),
                threads);
    }
}
