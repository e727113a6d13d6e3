// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Counts calls, and kills the worker that makes a certain one. */
final class KillSwitch implements CallTap {

    private final @Nullable KillPoint point;
    private final Consumer<String> kill;
    private final List<String> calls = new ArrayList<>();
    private @Nullable String dead;

    /**
     * @param point null: nobody dies
     * @param kill kills the worker of this name
     */
    KillSwitch(@Nullable KillPoint point, Consumer<String> kill) {
        this.point = point;
        this.kill = kill;
    }

    /** Worker and operation of every call so far. */
    List<String> calls() {
        return calls;
    }

    @Override
    public <T> CompletionStage<T> call(String worker, String operation, Supplier<CompletionStage<T>> call) {
        CompletableFuture<T> unheard = new CompletableFuture<>();
        if (worker.equals(dead)) {
            return unheard;
        }
        int number = calls.size();
        calls.add(worker + ' ' + operation);
        if (point == null || number != point.call()) {
            return call.get();
        }
        switch (point.moment()) {
            case NOT_SENT -> die(worker);
            case SENT -> {
                CompletionStage<T> unusedAnswer = call.get();
                die(worker);
            }
            case NOT_HEARD -> call.get().whenComplete((answer, failure) -> die(worker));
        }
        return unheard;
    }

    private void die(String worker) {
        dead = worker;
        kill.accept(worker);
    }
}
