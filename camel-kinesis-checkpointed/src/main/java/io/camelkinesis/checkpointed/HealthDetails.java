// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import java.time.Instant;
import java.util.List;
import org.apache.camel.health.HealthCheckResultBuilder;

/** Writes stalls into the answer of a health check: the first in its message, each as a detail of its own. */
final class HealthDetails {

    /** More details than a page holds help nobody. */
    private static final int MOST = 50;

    private HealthDetails() {}

    /** DOWN, if there are any. */
    static void write(HealthCheckResultBuilder builder, List<Stall> stalls) {
        if (stalls.isEmpty()) {
            builder.up();
            return;
        }
        Instant now = Instant.now();
        builder.detail("stalls", stalls.size());
        stalls.stream()
                .limit(MOST)
                .forEach(stall -> builder.detail(stall.reason().id() + "." + stall.where(), stall.text(now)));
        String first = stalls.get(0).text(now);
        builder.message(stalls.size() == 1 ? first : first + " (and " + (stalls.size() - 1) + " more)")
                .down();
    }
}
