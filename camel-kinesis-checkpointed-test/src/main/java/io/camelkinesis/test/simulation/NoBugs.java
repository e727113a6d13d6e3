// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.runtime.WorkerEvent;

/** No task of a worker's loop lets an exception out. What a port throws without an answer that could fail is told as a bug. */
final class NoBugs implements Invariant {

    @Override
    public void observe(Observation observation) {
        if (observation instanceof Observation.Said said && said.event() instanceof WorkerEvent.Bug bug) {
            if (bug.cause() instanceof PlantedError planted && planted.isToldAsBug()) {
                return;
            }
            StringBuilder trace = new StringBuilder();
            for (StackTraceElement frame : bug.cause().getStackTrace()) {
                trace.append("\n    at ").append(frame);
            }
            violated(said.worker() + ": " + bug.cause() + trace);
        }
    }
}
