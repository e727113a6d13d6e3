// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import java.util.ArrayList;
import java.util.List;

/** Collects what could not be read as meant; bounded, because a table may be odd in every row. */
final class Oddities {

    private static final int MAX = 100;

    private final List<String> sentences = new ArrayList<>();
    private int more;

    void add(String sentence) {
        if (sentences.size() < MAX) {
            sentences.add(sentence);
        } else {
            more++;
        }
    }

    List<String> sentences() {
        if (more == 0) {
            return List.copyOf(sentences);
        }
        List<String> all = new ArrayList<>(sentences);
        all.add("Another " + more + " oddities of this stream's rows are not listed");
        return all;
    }
}
