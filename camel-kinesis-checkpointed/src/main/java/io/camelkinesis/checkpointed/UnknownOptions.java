// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Options of an endpoint URI, or of properties, that do not exist, and those that may have been meant. Values are not shown: one may be a secret. */
public final class UnknownOptions {

    /** Wrong characters up to which a name still looks like another: one in three, at most this many. */
    private static final int MOST_WRONG = 4;

    private UnknownOptions() {}

    /** A sentence that names the unknown options, and beside each the known one that looks most like it. */
    public static String message(Collection<String> unknown, Collection<String> known) {
        return unknown.stream()
                .map(name -> meant(name, known)
                        .map(meant -> name + " (do you mean " + meant + "?)")
                        .orElse(name))
                .collect(Collectors.joining(", ", "There is no option ", " of kinesis-cp"));
    }

    private static Optional<String> meant(String name, Collection<String> known) {
        int most = Math.min(MOST_WRONG, Math.max(1, name.length() / 3));
        return known.stream()
                .filter(option -> wrong(name, option) <= most)
                .min(Comparator.<String>comparingInt(option -> wrong(name, option))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /**
     * How many characters are missing, too many, wrong or swapped with their neighbour (optimal string alignment distance);
     * upper case counts as lower case, dashes do not count.
     */
    private static int wrong(String name, String option) {
        String a = plain(name);
        String b = plain(option);
        int[][] distance = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                distance[i][j] = i == 0 || j == 0 ? i + j : step(a, b, i, j, distance);
            }
        }
        return distance[a.length()][b.length()];
    }

    private static int step(String a, String b, int i, int j, int[][] distance) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int least =
                Math.min(distance[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(distance[i - 1][j], distance[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, distance[i - 2][j - 2] + 1) : least;
    }

    private static String plain(String name) {
        return name.replace("-", "").toLowerCase(Locale.ROOT);
    }
}
