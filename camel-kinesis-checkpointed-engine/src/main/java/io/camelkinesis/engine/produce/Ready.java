// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.produce;

/** What may go into the next request: a lane whose turn has come, or a unit that is to be sent again. */
abstract sealed class Ready permits KeyLane, PutUnit {
    /** Since when it stands in line. */
    long readyNanos;

    /** Bytes that it brings into a request. */
    abstract long bytes();

    /** When the record in it that has waited longest was handed over. */
    abstract long sinceNanos();
}
