// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.produce;

/** Tells who watches, whose own failures do not reach the putter: they are told as a bug, once. */
record GuardedEvents(PutEvents watcher) implements PutEvents {

    @Override
    public void on(PutEvent event) {
        try {
            watcher.on(event);
        } catch (Throwable bug) {
            tell(event.stream(), bug);
        }
    }

    private void tell(String stream, Throwable bug) {
        try {
            watcher.on(new PutEvent.Bug(stream, bug));
        } catch (Throwable again) {
            // who watches is told nothing then, and the putter goes on
            return;
        }
    }
}
