// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.quickstart;

import java.nio.charset.StandardCharsets;

/**
 * A record to be put.
 *
 * @param key its partition key, 1 to 256 characters
 * @param text its payload
 */
record Line(String key, String text) {

    private static final int MOST_KEY_CHARACTERS = 256;
    private static final String KEY_OF_BLANK_LINES = "blank";

    /** A line of a file; its key is its first word. */
    static Line of(String text) {
        String start = text.strip();
        int end = 0;
        while (end < start.length() && end < MOST_KEY_CHARACTERS && !isSeparator(start.charAt(end))) {
            end++;
        }
        return new Line(end == 0 ? KEY_OF_BLANK_LINES : start.substring(0, end), text);
    }

    private static boolean isSeparator(char c) {
        return Character.isWhitespace(c) || c == ',' || c == ';';
    }

    byte[] data() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What counts against the limits of Kinesis: payload and key. */
    int bytes() {
        return data().length + key.getBytes(StandardCharsets.UTF_8).length;
    }
}
