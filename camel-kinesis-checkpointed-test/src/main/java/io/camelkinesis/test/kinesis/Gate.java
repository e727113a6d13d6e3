// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;

/** Where every call comes through: one at a time, counted, and with its fault. */
final class Gate {

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Operation, Deque<Fault>> ordered = new EnumMap<>(Operation.class);
    private final Map<Operation, Long> calls = new EnumMap<>(Operation.class);
    private final Map<Operation, Long> throttled = new EnumMap<>(Operation.class);
    private FaultPlan plan = FaultPlan.none();

    /** A call without records. */
    <T> T call(Operation operation, Supplier<T> body) {
        return call(operation, 0, fault -> body.get());
    }

    /**
     * One call.
     *
     * @param operation what is called
     * @param entries how many records it carries
     * @param body does it; is told the fault, because some faults change only a part of what a call does
     */
    <T> T call(Operation operation, int entries, Function<Fault, T> body) {
        lock.lock();
        try {
            calls.merge(operation, 1L, Long::sum);
            Fault fault = nextFault(operation, entries);
            failBefore(operation, fault);
            T result = body.apply(fault);
            if (fault instanceof Fault.ReplyLost) {
                throw Errors.noAnswer(operation);
            }
            return result;
        } catch (ProvisionedThroughputExceededException e) {
            throttled.merge(operation, 1L, Long::sum);
            throw e;
        } finally {
            lock.unlock();
        }
    }

    /** Something a test does or looks at; no call of the service, so neither counted nor failed. */
    <T> T inside(Supplier<T> body) {
        lock.lock();
        try {
            return body.get();
        } finally {
            lock.unlock();
        }
    }

    private Fault nextFault(Operation operation, int entries) {
        Deque<Fault> next = ordered.get(operation);
        return next == null || next.isEmpty() ? plan.next(operation, entries) : next.remove();
    }

    private static void failBefore(Operation operation, Fault fault) {
        if (fault instanceof Fault.RequestLost) {
            throw Errors.noAnswer(operation);
        }
        if (fault instanceof Fault.InternalFailure) {
            throw Errors.internalFailure();
        }
        if (fault instanceof Fault.RawAnswer raw) {
            throw new RawAnswerException(raw);
        }
        if (fault instanceof Fault.Throttled) {
            String message = "Rate exceeded (injected fault)";
            throw operation.isDataPlane() ? Errors.throttled(message) : Errors.limit(message);
        }
    }

    void plan(FaultPlan next) {
        inside(() -> plan = next);
    }

    void failNext(Operation operation, Fault fault) {
        if (!fault.canHappenTo(operation)) {
            throw new IllegalArgumentException(fault + " cannot happen to " + operation);
        }
        inside(() -> ordered.computeIfAbsent(operation, o -> new ArrayDeque<>()).add(fault));
    }

    /** No more faults, neither planned nor ordered. */
    void calm() {
        inside(() -> {
            ordered.clear();
            return plan = FaultPlan.none();
        });
    }

    long calls(Operation operation) {
        return inside(() -> calls.getOrDefault(operation, 0L));
    }

    long throttled(Operation operation) {
        return inside(() -> throttled.getOrDefault(operation, 0L));
    }
}
