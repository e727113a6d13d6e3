// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.exactlyonce;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was put and what was counted.
 *
 * @param put what the orders make for each customer
 * @param counted what the table says
 * @param takeOvers how often a shard went to another worker
 */
record Outcome(Map<String, Total> put, Map<String, Total> counted, long takeOvers) {

    boolean isExact() {
        return put.equals(counted);
    }

    static long orders(Map<String, Total> totals) {
        return totals.values().stream().mapToLong(Total::orders).sum();
    }

    /** A table with a line for each customer, and the verdict. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(line("customer", "put", "counted", "put", "counted"));
        Map<String, Total> customers = new TreeMap<>(put);
        counted.forEach(customers::putIfAbsent);
        customers.keySet().forEach(customer -> {
            Total in = put.getOrDefault(customer, Total.NOTHING);
            Total out = counted.getOrDefault(customer, Total.NOTHING);
            lines.add(line(customer, in.orders(), out.orders(), money(in), money(out))
                    + (in.equals(out) ? "" : "  WRONG"));
        });
        lines.add("");
        lines.add(
                isExact()
                        ? String.format(
                                Locale.ROOT,
                                "Exactly once: each of %,d orders is in its total once. Shards changed hands %d times.",
                                orders(put),
                                takeOvers)
                        : String.format(
                                Locale.ROOT,
                                "NOT exactly once: %,d orders were put, %,d were counted.",
                                orders(put),
                                orders(counted)));
        return lines;
    }

    private static String line(Object... cells) {
        return String.format(Locale.ROOT, "%-12s %8s %8s %14s %14s", cells);
    }

    private static String money(Total total) {
        return String.format(Locale.ROOT, "%,.2f", total.cents() / 100.0);
    }
}
