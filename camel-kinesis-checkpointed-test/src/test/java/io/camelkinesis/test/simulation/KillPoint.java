// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

/**
 * Where a worker dies.
 *
 * @param call the call at which it dies, counted from 0 over all workers of a run
 * @param moment when, with regard to that call
 */
record KillPoint(int call, Moment moment) {

    /** What has become of the call when its caller dies. */
    enum Moment {
        /** It is never sent. */
        NOT_SENT,
        /** It is on its way and will be done. */
        SENT,
        /** It has been done, the answer is there and is not heard. */
        NOT_HEARD
    }
}
