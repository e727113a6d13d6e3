// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.test.lease.LeaseFault;
import io.camelkinesis.test.lease.LeaseOperation;
import java.time.Duration;
import java.util.Random;

/** What happens to the calls that one worker makes to the lease table: single faults by chance, and outages. */
final class TableWeather implements LeaseFault.Plan {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final Random random;
    private final double chance;
    private boolean out;
    private boolean calm;

    TableWeather(Random random, double chance) {
        this.random = random;
        this.chance = chance;
    }

    /** Nothing gets through from now on, or all does again. */
    void outage(boolean on) {
        out = on;
    }

    /** Nothing goes wrong any more. */
    void calmDown() {
        calm = true;
        out = false;
    }

    @Override
    public LeaseFault next(LeaseOperation operation) {
        if (calm) {
            return LeaseFault.NONE;
        }
        if (out) {
            return new LeaseFault.RequestLost(TIMEOUT);
        }
        double point = random.nextDouble() / chance;
        if (point < 1) {
            return new LeaseFault.RequestLost(TIMEOUT);
        } else if (point < 2) {
            return new LeaseFault.ReplyLost(TIMEOUT);
        } else if (point < 3) {
            return new LeaseFault.LateReply(Duration.ofMillis(random.nextInt(8_000)));
        } else if (point < 4) {
            return new LeaseFault.Rejected();
        } else if (point < 5 && operation.isWrite()) {
            return new LeaseFault.LateWrite(TIMEOUT, Duration.ofMillis(random.nextInt(20_000)));
        }
        return LeaseFault.NONE;
    }
}
