// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A fenced block of a page.
 *
 * @param page the page, as people name it
 * @param line where its code begins, from 1
 * @param language what stands behind the fence, empty if nothing does
 * @param code its lines, without the indentation of the fence
 * @param marker the comment in the line above it, such as {@code run by: QuickstartTest}; empty if there is none
 */
record Snippet(String page, int line, String language, String code, String marker) {

    private static final Pattern FENCE = Pattern.compile("( *)(`{3,}|~{3,})([^`]*)");
    private static final Pattern COMMENT = Pattern.compile(" *<!-- (.*?) *-->");

    /** The blocks of a page, in its order. */
    static List<Snippet> of(Markdown page) {
        List<Snippet> snippets = new ArrayList<>();
        String[] lines = page.text().split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            Matcher fence = FENCE.matcher(lines[i]);
            if (fence.matches()) {
                int end = end(lines, i + 1, fence.group(2));
                snippets.add(new Snippet(
                        page.toString(),
                        i + 2,
                        fence.group(3).strip(),
                        code(lines, i + 1, end, fence.group(1).length()),
                        i == 0 ? "" : marker(lines[i - 1])));
                i = end;
            }
        }
        return snippets;
    }

    private static int end(String[] lines, int from, String fence) {
        int end = from;
        while (end < lines.length && !lines[end].strip().equals(fence)) {
            end++;
        }
        return end;
    }

    private static String code(String[] lines, int from, int to, int indentation) {
        StringBuilder code = new StringBuilder();
        for (int i = from; i < to; i++) {
            String line = lines[i];
            int blanks = line.length() - line.stripLeading().length();
            code.append(line.substring(Math.min(indentation, blanks))).append('\n');
        }
        return code.toString();
    }

    private static String marker(String line) {
        Matcher comment = COMMENT.matcher(line);
        return comment.matches() ? comment.group(1) : "";
    }

    /** What the marker says behind this word and a colon, null if it is another marker or none. */
    String marked(String word) {
        return marker.startsWith(word + ":")
                ? marker.substring(word.length() + 1).strip()
                : null;
    }

    /** Where people find it. */
    String place() {
        return page + ":" + line;
    }
}
