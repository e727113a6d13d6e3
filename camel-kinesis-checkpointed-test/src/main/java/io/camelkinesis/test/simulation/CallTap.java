// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import java.lang.reflect.Method;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Stands between workers and the calls that they make to the lease table and the stream: counts, delays, cuts. */
interface CallTap {

    /** Name of the call that lists shards. */
    String LIST_SHARDS = "LIST_SHARDS";

    /** Name of the call that says which stream it is. */
    String DESCRIBE_STREAM = "DESCRIBE_STREAM";

    /** Name of the call that reads a shard. */
    String GET_RECORDS = "GET_RECORDS";

    /** Names of the calls to the stream; all others are to the lease table. */
    Set<String> OF_THE_STREAM = Set.of(LIST_SHARDS, DESCRIBE_STREAM, GET_RECORDS);

    /** All calls go through. */
    CallTap OPEN = new CallTap() {
        @Override
        public <T> CompletionStage<T> call(String worker, String operation, Supplier<CompletionStage<T>> call) {
            return call.get();
        }
    };

    /**
     * A method of a port that a worker is about to call; may throw, and then it is not called.
     *
     * @return whether it is called; if not, null is the answer
     */
    default boolean lets(String worker, Method method) {
        return true;
    }

    /**
     * A call that a worker is about to make.
     *
     * @param operation name of a {@link io.camelkinesis.test.lease.LeaseOperation}, or one of the names here
     * @param call makes it
     * @return what the worker gets to hear
     */
    <T> CompletionStage<T> call(String worker, String operation, Supplier<CompletionStage<T>> call);
}
