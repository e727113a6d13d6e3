// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.produce;

/** What happens to a record for which there is no room. */
public enum WhenFull {
    /** It waits, and so does who hands it over. */
    BLOCK,
    /** It fails. */
    FAIL
}
