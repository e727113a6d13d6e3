// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import java.util.TreeSet;

/** G9: the gap between the oldest record that is not done and the newest that was delivered stays within checkpointLimit. */
final class WindowBounded implements Invariant {

    private static final class Window {
        private final TreeSet<Integer> open = new TreeSet<>();
        private int newest = -1;
    }

    private final World world;
    private final int limit;
    private final Incarnations<Window> windows = new Incarnations<>((worker, shard, epoch) -> new Window());

    WindowBounded(World world, int limit) {
        this.world = world;
        this.limit = limit;
    }

    @Override
    public void observe(Observation observation) {
        windows.observe(observation);
        if (observation instanceof Observation.Started started) {
            Window window = windows.of(started.worker(), started.shard(), started.epoch());
            int index = world.journal(started.shard().name())
                    .indexOf(started.record().sequence());
            window.open.add(index);
            window.newest = Math.max(window.newest, index);
            int gap = window.newest - window.open.first() + 1;
            if (gap > limit) {
                violated(started.worker() + " has delivered " + gap + " records of " + started.shard()
                        + " beyond the oldest that is not done; checkpointLimit is " + limit);
            }
        } else if (observation instanceof Observation.Finished finished && finished.completed()) {
            windows.of(finished.worker(), finished.shard(), finished.epoch())
                    .open
                    .remove(world.journal(finished.shard().name())
                            .indexOf(finished.record().sequence()));
        } else if (observation instanceof Observation.GivenUp given) {
            Window window = windows.present(given.worker(), given.shard());
            if (window != null) {
                window.open.remove(world.journal(given.shard().name()).indexOf(given.sequence()));
            }
        }
    }
}
