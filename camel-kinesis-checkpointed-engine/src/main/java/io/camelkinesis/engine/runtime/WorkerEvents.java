// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.runtime;

/** Takes what happens in a worker: the only source of logs, metrics and test observations. */
@FunctionalInterface
public interface WorkerEvents {

    /** Called on the worker's serial loop, in order: must return at once. What it throws is told as {@link WorkerEvent.Bug}, once, and stops nothing. */
    void on(WorkerEvent event);
}
