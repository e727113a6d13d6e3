// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Texts that options did not take, until all of them can be told at once: who configures a component sets one option after the other. */
final class WrongTexts {

    private final Map<String, String> byOption = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    synchronized void note(String option, String problem) {
        byOption.put(option, problem);
    }

    /** The option has been set to what it takes. */
    synchronized void forget(String option) {
        byOption.remove(option);
    }

    synchronized List<String> problems() {
        return List.copyOf(byOption.values());
    }

    /** What each option did not take, and why; forgotten with that. */
    synchronized Map<String, String> take() {
        Map<String, String> taken = new TreeMap<>(byOption);
        byOption.clear();
        return taken;
    }
}
