// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.consume.ShardReader;
import io.camelkinesis.engine.runtime.WorkerEvents;
import java.lang.reflect.Method;
import java.util.concurrent.CompletionStage;

/** What a port throws because a test wants it, as a pool throws that can start no thread. */
final class PlantedError extends Error {

    private static final long serialVersionUID = 1;

    private final boolean toldAsBug;

    PlantedError(Method method) {
        super("unable to create native thread, in " + method.getDeclaringClass().getSimpleName() + "."
                + method.getName());
        Class<?> port = method.getDeclaringClass();
        this.toldAsBug = port == WorkerEvents.class
                || port == ShardReader.class && method.getReturnType() != CompletionStage.class;
    }

    /** Whether the worker may report it as a bug, because nobody waits for an answer of this method. */
    boolean isToldAsBug() {
        return toldAsBug;
    }
}
