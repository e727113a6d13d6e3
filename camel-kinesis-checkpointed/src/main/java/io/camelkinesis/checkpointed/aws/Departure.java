// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** How far the SDK came with a request: what failed before it left is certainly not applied. */
final class Departure {

    private static final ExecutionAttribute<Departure> DEPARTURE =
            new ExecutionAttribute<>("io.camelkinesis.Departure");

    private volatile boolean watched;
    private volatile boolean written;
    private volatile boolean left;

    /** The attribute of a request that carries this. */
    static ExecutionAttribute<Departure> attribute() {
        return DEPARTURE;
    }

    /** The client is one that has the {@link #interceptor()}. */
    void watch() {
        watched = true;
    }

    /** Whether it is certain that nothing has left. */
    boolean hasNotLeft() {
        return watched && !left;
    }

    /** Whether the records could be written as a request. */
    boolean isWritten() {
        return written;
    }

    static ExecutionInterceptor interceptor() {
        return new Interceptor();
    }

    private static @Nullable Departure of(ExecutionAttributes attributes) {
        return attributes.getAttribute(DEPARTURE);
    }

    private static final class Interceptor implements ExecutionInterceptor {

        @Override
        public void afterMarshalling(Context.AfterMarshalling context, ExecutionAttributes attributes) {
            Departure departure = of(attributes);
            if (departure != null) {
                departure.written = true;
            }
        }

        @Override
        public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
            Departure departure = of(attributes);
            if (departure != null) {
                departure.left = true;
            }
        }
    }
}
