// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.regions.Region;

/** The names of regions, and which of them one that does not exist may have been meant for. */
final class RegionNames {

    /** As AWS names its regions; a newer one than the SDK knows looks like this. */
    private static final Pattern NAME = Pattern.compile(
            "[a-z]{2,4}(?:-(?:gov|iso[a-z]*))?-(?:north|south|east|west|central|(?:north|south)(?:east|west))-[0-9]{1,2}");

    /** A name without the letters that tell which of them it is. */
    private static final Pattern ZONE = Pattern.compile("(.*-[0-9])[a-z]");

    private static final int NEAR = 3;
    private static final int SUGGESTIONS = 3;

    private RegionNames() {}

    static boolean isKnown(String region) {
        return Region.regions().stream().anyMatch(known -> known.id().equals(region));
    }

    /** Whether no region can have this name, not even one that is newer than the SDK. */
    static boolean isImpossible(String region) {
        return !isKnown(region) && !NAME.matcher(region).matches();
    }

    /** The sentence about a region that the SDK does not know. */
    static String unknown(String region) {
        Matcher zone = ZONE.matcher(region);
        String wanted = zone.matches() ? zone.group(1) : region;
        List<String> all = Region.regions().stream()
                .filter(known -> !known.isGlobalRegion())
                .map(Region::id)
                .filter(id -> !id.contains("iso"))
                .sorted()
                .toList();
        int least = all.stream().mapToInt(id -> distance(id, wanted)).min().orElse(Integer.MAX_VALUE);
        String near = all.stream()
                .filter(id -> least <= NEAR && distance(id, wanted) == least)
                .sorted(Comparator.<String, Boolean>comparing(
                                id -> !id.startsWith(wanted.substring(0, Math.min(2, wanted.length()))))
                        .thenComparing(id -> id))
                .limit(SUGGESTIONS)
                .collect(Collectors.joining(" or "));
        return "the SDK knows no region " + region + (near.isEmpty() ? "" : "; did you mean " + near + "?")
                + " It knows " + String.join(", ", all);
    }

    /** How many letters are to be put in, left out, changed or swapped with their neighbour to make the one of the other. */
    static int distance(String one, String other) {
        int[][] d = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
                if (i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[one.length()][other.length()];
    }
}
