// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Bounds what answers take while they are received and parsed, which receiveBufferBytes does not count: until it has
 * returned, the SDK holds an answer several times over. When an answer begins to come, its
 * length is known; its body is read as soon as there is room for it, in the order in which they began. Until then it waits
 * in the connection.
 */
final class AnswerGate {

    /** Bodies that are under way at once, in bytes as they come over the wire. One that is larger goes alone. */
    static final int LARGEST_BODIES_BYTES = 16 << 20;

    private static final ExecutionAttribute<Pass> PASS = new ExecutionAttribute<>("io.camelkinesis.AnswerGate.Pass");

    private final Semaphore room = new Semaphore(LARGEST_BODIES_BYTES, true);

    /** One call through the gate. What it holds it holds until it is closed, by the thread that called. */
    final class Pass implements AutoCloseable {
        private int held;

        private Pass() {}

        /** To be given to the call. No effect with a client that has no {@link #interceptor()}. */
        void on(AwsRequestOverrideConfiguration.Builder call) {
            call.putExecutionAttribute(PASS, this);
        }

        private void enter(long bytes) {
            int wanted = (int) Math.min(bytes, LARGEST_BODIES_BYTES);
            try {
                room.acquire(wanted);
                held += wanted;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw AbortedException.create("Interrupted while an answer waited for room", e);
            }
        }

        @Override
        public void close() {
            room.release(held);
            held = 0;
        }
    }

    Pass pass() {
        return new Pass();
    }

    /** How much is under way now, in bytes. */
    int held() {
        return LARGEST_BODIES_BYTES - room.availablePermits();
    }

    /** Whether an answer waits for room now. */
    boolean isWaitedFor() {
        return room.hasQueuedThreads();
    }

    /** What a client needs for calls that have a {@link Pass}; others go through it unheeded. */
    static ExecutionInterceptor interceptor() {
        return new Interceptor();
    }

    private static final class Interceptor implements ExecutionInterceptor {

        @Override
        public Optional<InputStream> modifyHttpResponseContent(
                Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
            Pass pass = attributes.getAttribute(PASS);
            if (pass != null) {
                pass.enter(context.httpResponse()
                        .firstMatchingHeader("Content-Length")
                        .map(Long::parseLong)
                        .orElse((long) LARGEST_BODIES_BYTES));
            }
            return context.responseBody();
        }
    }
}
