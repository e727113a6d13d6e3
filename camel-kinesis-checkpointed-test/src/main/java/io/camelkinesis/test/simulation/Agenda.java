// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import java.time.Duration;

/** What is still to happen to a world, until it is healed. */
final class Agenda {

    private final World world;
    private boolean over;

    Agenda(World world) {
        this.world = world;
    }

    /** Does it after so long, unless all is over by then. */
    void in(Duration delay, Runnable action) {
        world.time.schedule(
                () -> {
                    if (!over) {
                        action.run();
                    }
                },
                delay);
    }

    /** Nothing more happens. */
    void end() {
        over = true;
    }
}
