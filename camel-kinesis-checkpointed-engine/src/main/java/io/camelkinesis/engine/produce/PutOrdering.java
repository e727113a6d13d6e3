// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.produce;

/** Which records wait for which. */
public enum PutOrdering {
    /** Records of one partition key stand in the stream in the order in which they were handed over. */
    KEY,
    /** None; a rejected record may come to stand behind later ones of its key. */
    NONE
}
