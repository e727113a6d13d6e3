// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.runtime;

/** Tells who watches, whose own failures do not reach the worker: they are told as a bug, once. */
public record GuardedEvents(WorkerEvents watcher) implements WorkerEvents {

    /** The events, guarded once. */
    public static GuardedEvents of(WorkerEvents events) {
        return events instanceof GuardedEvents guarded ? guarded : new GuardedEvents(events);
    }

    @Override
    public void on(WorkerEvent event) {
        try {
            watcher.on(event);
        } catch (Throwable bug) {
            tell(bug);
        }
    }

    /** Does one of several things: what goes wrong with it is told as a bug and keeps no other from its turn. */
    public void guard(Runnable turn) {
        try {
            turn.run();
        } catch (RuntimeException | Error bug) {
            on(new WorkerEvent.Bug(bug));
        }
    }

    private void tell(Throwable bug) {
        try {
            watcher.on(new WorkerEvent.Bug(bug));
        } catch (Throwable again) {
            // who watches is told nothing then, and the worker goes on
            return;
        }
    }
}
