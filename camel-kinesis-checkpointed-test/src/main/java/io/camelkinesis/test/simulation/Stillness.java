// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

/** When all is done and balanced and nobody comes or goes, no row changes any more and no record is delivered. */
final class Stillness implements Invariant {

    private boolean begun;

    /** All is done from now on. */
    void begin() {
        begun = true;
    }

    @Override
    public void observe(Observation observation) {
        if (begun && (observation instanceof Observation.RowChanged || observation instanceof Observation.Started)) {
            violated("all was done, but: " + observation);
        }
    }
}
