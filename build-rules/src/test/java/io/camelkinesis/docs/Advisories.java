// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Published advisories about libraries that users of this project may get, from the list {@code docs/reference/advisories}. What is
 * not in the list is not found.
 */
record Advisories(String asOf, List<Advisory> all) {

    /** Where the list is. */
    static final String LIST = "docs/reference/advisories";

    private static final Pattern AS_OF = Pattern.compile("(?m)^# as of (\\d{4}-\\d{2}-\\d{2})$");

    /**
     * One advisory about one library.
     *
     * @param library group and artifact with a colon
     * @param affected ranges of versions, from a first that is affected to the first that is not
     */
    record Advisory(String library, List<Range> affected, String id, String published, String source) {

        boolean concerns(Library found) {
            return library.equals(found.name()) && affected.stream().anyMatch(range -> range.has(found.version()));
        }
    }

    /** From the first version that is affected to the first that is not. */
    record Range(String from, String to) {

        boolean has(String version) {
            return compare(from, version) <= 0 && compare(version, to) < 0;
        }
    }

    /** A jar of a local repository: group and artifact with a colon, and the version. */
    record Library(String name, String version) {

        static Library of(Path jar, Path repository) {
            Path place = repository.relativize(jar);
            int names = place.getNameCount();
            String group =
                    place.subpath(0, names - 3).toString().replace('\\', '/').replace('/', '.');
            return new Library(
                    group + ":" + place.getName(names - 3),
                    place.getName(names - 2).toString());
        }

        @Override
        public String toString() {
            return name + ":" + version;
        }
    }

    static Advisories read() {
        String list = Markdown.page(LIST).text();
        Matcher asOf = AS_OF.matcher(list);
        if (!asOf.find()) {
            throw new IllegalStateException(LIST + " does not say as of when it is, in a line '# as of 2026-11-30'");
        }
        return new Advisories(
                asOf.group(1),
                list.lines()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .map(Advisories::advisory)
                        .toList());
    }

    private static Advisory advisory(String line) {
        String[] parts = line.split(" *\\| *");
        if (parts.length != 5) {
            throw new IllegalStateException(LIST + " has a line of " + parts.length + " parts, not of 5: " + line);
        }
        List<Range> affected = Arrays.stream(parts[1].split(", *"))
                .map(range -> range.split(" *\\.\\. *"))
                .map(range -> new Range(range[0], range[1]))
                .toList();
        return new Advisory(parts[0], affected, parts[2], parts[3], parts[4]);
    }

    /** A line for each library that an advisory is known about. */
    List<String> about(Stream<Library> libraries) {
        List<String> found = new ArrayList<>();
        libraries.forEach(library -> all.stream()
                .filter(advisory -> advisory.concerns(library))
                .forEach(advisory ->
                        found.add(library + " has " + advisory.id() + ", published " + advisory.published())));
        return found;
    }

    /** Number by number; a version that goes on where the other ends is the newer. */
    static int compare(String one, String other) {
        List<Integer> left = numbers(one);
        List<Integer> right = numbers(other);
        for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
            int difference = Integer.compare(i < left.size() ? left.get(i) : 0, i < right.size() ? right.get(i) : 0);
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    private static List<Integer> numbers(String version) {
        return Pattern.compile("\\d+")
                .matcher(version)
                .results()
                .map(number -> Integer.valueOf(number.group()))
                .toList();
    }
}
