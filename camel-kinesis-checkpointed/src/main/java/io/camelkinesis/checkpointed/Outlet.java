// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import java.util.concurrent.Executor;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;

/**
 * How records leave a consumer.
 *
 * @param consumer gives the exchanges, the route that they run through, and the handler of what fails outside of it
 * @param pool runs exchanges
 * @param threads most exchanges whose route runs on threads of the pool at once
 * @param filler puts records into exchanges
 * @param deadLetters where records go that are given up; null when the options send none there
 */
record Outlet(
        DefaultConsumer consumer,
        Executor pool,
        int threads,
        ExchangeFiller filler,
        @Nullable DeadLetters deadLetters) {

    void report(String message, Throwable cause) {
        consumer.getExceptionHandler().handleException(message, cause);
    }
}
