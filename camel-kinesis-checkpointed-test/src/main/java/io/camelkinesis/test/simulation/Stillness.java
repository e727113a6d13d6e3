// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.test.lease.LeaseOperation;

/**
 * When all is done and balanced and nobody comes or goes, no row changes any more and no record is delivered. Only rows of shards that
 * have left are cleared away; when that is right says {@link RowsKept}.
 */
final class Stillness implements Invariant {

    private boolean begun;

    /** All is done from now on. */
    void begin() {
        begun = true;
    }

    @Override
    public void observe(Observation observation) {
        boolean isTidying = observation instanceof Observation.RowChanged row
                && row.change().operation() == LeaseOperation.RETIRE;
        if (begun
                && !isTidying
                && (observation instanceof Observation.RowChanged || observation instanceof Observation.Started)) {
            violated("all was done, but: " + observation);
        }
    }
}
