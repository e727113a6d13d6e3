// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.docs;

/**
 * What became of a snippet.
 *
 * @param how in one word how it is held, such as compiled; null when it is not
 * @param problem what is wrong with it and what to do; null when nothing is
 */
record Verdict(String how, String problem) {

    static Verdict held(String how) {
        return new Verdict(how, null);
    }

    static Verdict problem(String problem) {
        return new Verdict(null, problem);
    }

    boolean isHeld() {
        return problem == null;
    }
}
