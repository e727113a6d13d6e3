// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import io.camelkinesis.engine.runtime.SerialLoop;
import io.camelkinesis.engine.runtime.TaskScheduler.Cancellable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Units that wait to be delivered again: for their delay, until that is allowed, or for the next term. */
final class Redeliveries {

    private final SerialLoop loop;
    private final Consumer<InFlight> deliver;
    /** How many units wait for their delay, of all shards of the worker. */
    private final AtomicInteger due;

    private final Map<InFlight, Cancellable> delayed = new LinkedHashMap<>();
    /** Units that failed while nothing is delivered again. */
    private final List<InFlight> parked = new ArrayList<>();
    /** Units that the sink could not start because the term was over. */
    private final List<InFlight> fenced = new ArrayList<>();

    private boolean allowed = true;
    /** What was due has been tried since it was allowed last. */
    private boolean tried;

    Redeliveries(SerialLoop loop, Consumer<InFlight> deliver, AtomicInteger due) {
        this.loop = loop;
        this.deliver = deliver;
        this.due = due;
    }

    boolean areAllowed() {
        return allowed;
    }

    /** Failed deliveries are tried again from now on, or not. */
    void allow(boolean on) {
        allowed = on;
        if (on) {
            tried = false;
            deliverAll(parked);
        } else {
            delayed.values().forEach(Cancellable::cancel);
            parked.addAll(delayed.keySet());
            due.addAndGet(-delayed.size());
            delayed.clear();
        }
    }

    /** Whether {@link #allowOnce} was called since failed deliveries were allowed last. */
    boolean areTried() {
        return tried;
    }

    /** Failed deliveries are not tried again from now on, but for those that are due before then: each of them once. */
    void allowOnce(long untilNanos) {
        allow(false);
        tried = true;
        for (InFlight unit : List.copyOf(parked)) {
            Long at = unit.dueNanos;
            if (at != null && at - untilNanos < 0) {
                parked.remove(unit);
                schedule(unit, Duration.ofNanos(Math.max(0, at - loop.nanoTime())));
            }
        }
    }

    /** Whether units wait for their delay. */
    boolean areDue() {
        return !delayed.isEmpty();
    }

    /** Delivers the unit after the delay, or, while that is not allowed, when it is allowed the next time. */
    void after(Duration delay, InFlight unit) {
        unit.dueNanos = loop.nanoTime() + delay.toNanos();
        if (allowed) {
            schedule(unit, delay);
        } else {
            parked.add(unit);
        }
    }

    private void schedule(InFlight unit, Duration delay) {
        due.incrementAndGet();
        delayed.put(
                unit,
                loop.schedule(
                        () -> {
                            delayed.remove(unit);
                            try {
                                deliver.accept(unit);
                            } finally {
                                due.decrementAndGet();
                            }
                        },
                        delay));
    }

    /** Delivers the unit when that is allowed the next time. */
    void park(InFlight unit) {
        unit.dueNanos = null;
        parked.add(unit);
    }

    /** Delivers the unit in the next term. */
    void fence(InFlight unit) {
        fenced.add(unit);
    }

    /** The next term has begun. */
    void renewed() {
        deliverAll(fenced);
    }

    /** Delivers nothing any more. */
    void close() {
        allow(false);
        parked.clear();
        fenced.clear();
    }

    private void deliverAll(List<InFlight> units) {
        List<InFlight> again = new ArrayList<>(units);
        units.clear();
        again.forEach(deliver);
    }
}
