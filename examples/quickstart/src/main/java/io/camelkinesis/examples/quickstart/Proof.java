// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.quickstart;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Whether every record was consumed once, and what shows it.
 *
 * @param shards a row for each shard
 * @param lost put, but never completed
 * @param repeated entered the route more than once
 * @param strange entered the route, but was never put
 */
record Proof(List<Row> shards, List<Place> lost, List<Place> repeated, List<Place> strange) {

    /** Records that a failed proof names, of each kind. */
    private static final int MOST_NAMED = 3;

    private static final String HEAD = "%-22s %9s %9s %9s %9s %9s";
    private static final String ROW = "%-22s %,9d %,9d %,9d %,9d %,9d";

    /**
     * A shard, in records.
     *
     * @param shard its id
     * @param put put into it
     * @param read of these, entered the route
     * @param completed of these, came to the end of the route
     * @param committed of these, stand at or below the stored checkpoint
     */
    record Row(String shard, int put, int read, int completed, int committed) {

        int lag() {
            return put - committed;
        }

        private Row plus(Ledger.Entry entry, boolean isCommitted) {
            return new Row(
                    shard,
                    put + (entry.put() ? 1 : 0),
                    read + entry.reads(),
                    completed + entry.completions(),
                    committed + (entry.put() && isCommitted ? 1 : 0));
        }

        private Row plus(Row other) {
            return new Row(
                    shard,
                    put + other.put,
                    read + other.read,
                    completed + other.completed,
                    committed + other.committed);
        }

        private String line() {
            return String.format(Locale.ROOT, ROW, shard, put, read, completed, committed, lag());
        }
    }

    /**
     * @param entries the books
     * @param checkpoints the stored checkpoint of each shard that has one
     */
    static Proof of(SortedMap<Place, Ledger.Entry> entries, Map<String, BigInteger> checkpoints) {
        SortedMap<String, Row> rows = new TreeMap<>();
        checkpoints.keySet().forEach(shard -> rows.put(shard, new Row(shard, 0, 0, 0, 0)));
        List<Place> lost = new ArrayList<>();
        List<Place> repeated = new ArrayList<>();
        List<Place> strange = new ArrayList<>();
        entries.forEach((place, entry) -> {
            BigInteger checkpoint = checkpoints.get(place.shard());
            boolean isCommitted = checkpoint != null && place.sequence().compareTo(checkpoint) <= 0;
            Row row = rows.getOrDefault(place.shard(), new Row(place.shard(), 0, 0, 0, 0));
            rows.put(place.shard(), row.plus(entry, isCommitted));
            if (entry.put() && entry.completions() == 0) {
                lost.add(place);
            }
            if (entry.reads() > 1 || entry.completions() > 1) {
                repeated.add(place);
            }
            if (!entry.put()) {
                strange.add(place);
            }
        });
        return new Proof(List.copyOf(rows.values()), lost, repeated, strange);
    }

    boolean holds() {
        return total().put > 0 && lost.isEmpty() && repeated.isEmpty() && strange.isEmpty() && total().lag() == 0;
    }

    private Row total() {
        return shards.stream().reduce(new Row("total", 0, 0, 0, 0), Row::plus);
    }

    /** The table, a line per shard, and the verdict. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, HEAD, "shard", "put", "read", "completed", "committed", "lag"));
        shards.forEach(row -> lines.add(row.line()));
        lines.add(total().line());
        lines.add("");
        if (holds()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "Nothing lost, nothing repeated: each of %,d records was completed once and is committed.",
                    total().put));
        } else {
            addProblems(lines);
        }
        return lines;
    }

    private void addProblems(List<String> lines) {
        lines.add("The proof failed.");
        addProblem(lines, "lost, put but never completed", lost);
        addProblem(lines, "repeated", repeated);
        addProblem(lines, "read but never put", strange);
        if (total().lag() > 0) {
            lines.add(String.format(Locale.ROOT, "%,d above the stored checkpoint", total().lag()));
        }
        if (total().put == 0) {
            lines.add("nothing was put");
        }
    }

    private static void addProblem(List<String> lines, String what, List<Place> places) {
        if (!places.isEmpty()) {
            String named = String.join(
                    ", ", places.stream().limit(MOST_NAMED).map(Place::toString).toList());
            String more = places.size() > MOST_NAMED ? ", ..." : "";
            lines.add(String.format(Locale.ROOT, "%,d %s: %s%s", places.size(), what, named, more));
        }
    }
}
