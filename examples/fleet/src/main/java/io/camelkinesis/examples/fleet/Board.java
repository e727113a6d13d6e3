// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.fleet;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;

/** What there is to watch: a line for each change of who reads which shard. */
final class Board {

    private final Workers workers;
    private final Orders orders;
    private final PrintStream out;
    private final long began = System.nanoTime();
    private List<String> shown = List.of();

    Board(Workers workers, Orders orders, PrintStream out) {
        this.workers = workers;
        this.orders = orders;
        this.out = out;
    }

    /** Prints the heads of the columns. */
    void head(int shards) {
        StringBuilder head = new StringBuilder("         ");
        for (int shard = 0; shard < shards; shard++) {
            head.append(String.format(Locale.ROOT, "%-11s", "shard " + shard));
        }
        out.println(head.append("   put   done"));
    }

    /** Prints a line if it would differ from the one before. */
    void show(SortedMap<String, Optional<String>> owners) {
        List<String> names = new ArrayList<>();
        owners.values().forEach(owner -> names.add(owner.map(this::name).orElse("-")));
        if (names.isEmpty() || names.equals(shown)) {
            return;
        }
        shown = names;
        StringBuilder line = new StringBuilder(seconds());
        names.forEach(name -> line.append(String.format(Locale.ROOT, "%-11s", name)));
        out.println(line.append(String.format(Locale.ROOT, "%6d %6d", orders.countPut(), orders.countDone())));
    }

    /** Prints a remark with the time. */
    void say(String remark) {
        out.println(seconds() + remark);
    }

    /** Who was killed stands in brackets until others have its shards. */
    private String name(String clientId) {
        String name = workers.nameOf(clientId);
        return workers.isLiving(name) ? name : "(" + name + ")";
    }

    private String seconds() {
        return String.format(Locale.ROOT, "%5.1f s  ", (System.nanoTime() - began) / 1e9);
    }
}
