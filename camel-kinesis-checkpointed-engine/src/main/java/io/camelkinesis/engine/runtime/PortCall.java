// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.runtime;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A call of a port, whose implementation may be anybody's. Whatever it throws, as an executor does that cannot start a thread,
 * and an answer that is null, is a failed stage: who waits for the answer always gets one of the two.
 */
public final class PortCall {

    private PortCall() {}

    /**
     * Calls.
     *
     * @param port who is called, for the error
     */
    public static <T> CompletionStage<T> of(
            String port, Supplier<? extends @Nullable CompletionStage<? extends @Nullable T>> call) {
        try {
            CompletionStage<? extends @Nullable T> stage = call.get();
            if (stage == null) {
                return CompletableFuture.failedFuture(nothing(port));
            }
            CompletableFuture<T> answer = new CompletableFuture<>();
            stage.whenComplete((value, failure) -> {
                if (value != null) {
                    answer.complete(value);
                } else {
                    answer.completeExceptionally(failure != null ? failure : nothing(port));
                }
            });
            return answer;
        } catch (Throwable thrown) {
            return CompletableFuture.failedFuture(thrown);
        }
    }

    private static IllegalStateException nothing(String port) {
        return new IllegalStateException("The " + port + " answered null");
    }
}
