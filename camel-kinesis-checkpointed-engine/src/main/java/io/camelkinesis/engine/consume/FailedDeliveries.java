// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import io.camelkinesis.engine.consume.FailureTreatment.Verdict;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.runtime.Backoff;
import io.camelkinesis.engine.runtime.WorkerEvent;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Does with units of a shard that failed, or are too old, what {@link FailureTreatment} says, and knows those that fail
 * now. Lives on the worker's loop.
 */
final class FailedDeliveries {

    /** Who delivers. */
    interface Deliverer {
        /** Hands the unit to the sink: to the route, or to the dead letter endpoint if it has a reason for that. */
        void deliver(InFlight unit);

        /** The unit is done. */
        void finish(InFlight unit);

        /** Whether it is the turn of the unit by its ordering; what had left its lane lines up again. */
        boolean isItsTurn(InFlight unit);

        /** Two units take the place of one, the first with so many records. Returns those that may go now. */
        List<InFlight> split(InFlight unit, int records);

        /** The shard must be given up. */
        void stopped(SequenceNumber sequence, Throwable cause);
    }

    private final ShardId shard;
    private final ConsumeContext context;
    private final Deliverer deliverer;
    private final FailureTreatment treatment;
    private final Backoff delays;
    private final Redeliveries redeliveries;
    private final Set<InFlight> failing = new LinkedHashSet<>();

    FailedDeliveries(ShardId shard, ConsumeContext context, Deliverer deliverer) {
        this.shard = shard;
        this.context = context;
        this.deliverer = deliverer;
        FailurePolicy policy = context.settings().failure();
        this.treatment = new FailureTreatment(policy);
        this.delays = new Backoff(policy.replayDelay(), policy.maxReplayDelay());
        this.redeliveries = new Redeliveries(context.loop(), deliverer::deliver, context.dueReplays());
    }

    Redeliveries redeliveries() {
        return redeliveries;
    }

    /** How many records of the unit, from the first on, are too old to be delivered now. */
    int tooOld(InFlight unit) {
        return treatment.limitsAge()
                ? treatment.tooOld(unit.records, context.loop().now())
                : 0;
    }

    /** The unit that has been tried most often of those that fail now; null when none does. */
    @Nullable
    InFlight worst() {
        InFlight worst = null;
        for (InFlight unit : failing) {
            if (worst == null || unit.repeats() > worst.repeats()) {
                worst = unit;
            }
        }
        return worst;
    }

    /** The unit does not fail any more. */
    void forget(InFlight unit) {
        failing.remove(unit);
    }

    /** Two units have taken the place of one: they fail until they are done, if that one did. */
    void replaced(InFlight unit, InFlight first, InFlight second) {
        if (failing.remove(unit)) {
            failing.add(first);
            failing.add(second);
        }
    }

    /** Nothing is delivered again. */
    void close() {
        redeliveries.close();
        failing.clear();
    }

    /** The sink has failed the unit. */
    void failed(InFlight unit, Throwable cause) {
        failing.add(unit);
        unit.failed(cause, context.loop().nanoTime());
        if (unit.deadLetter != null) {
            unit.refusals++;
            Duration delay = delays.after(unit.refusals, context.random());
            context.events().on(new WorkerEvent.DeadLetterDelayed(shard, unit.first(), unit.refusals, delay, cause));
            again(unit, delay);
            return;
        }
        unit.attempts++;
        if (!treatment.bisects(unit.size())) {
            treat(
                    unit,
                    treatment.failed(unit.records, unit.replays, context.loop().now()),
                    cause);
        } else if (redeliveries.areAllowed()) {
            context.events().on(new WorkerEvent.BatchBisected(shard, unit.first(), unit.size(), cause));
            deliverer.split(unit, unit.size() / 2).forEach(deliverer::deliver);
        } else if (deliverer.isItsTurn(unit)) {
            redeliveries.park(unit);
        }
    }

    /** The first records of the unit are too old to be delivered. */
    void giveUpOld(InFlight unit, int count) {
        InFlight old = unit;
        if (count < unit.size()) {
            List<InFlight> ready = deliverer.split(unit, count);
            old = ready.get(0);
            ready.subList(1, ready.size()).forEach(deliverer::deliver);
        }
        Throwable cause = old.lastError != null ? old.lastError : treatment.tooOldError(old.records.get(0));
        old.failed(cause, context.loop().nanoTime());
        treat(old, treatment.tooOld(), cause);
    }

    private void treat(InFlight unit, Verdict verdict, Throwable cause) {
        switch (verdict.action()) {
            case REPLAY -> {
                unit.replays++;
                Duration delay = delays.after(unit.replays, context.random());
                if (redeliveries.areAllowed()) {
                    context.events().on(new WorkerEvent.Replay(shard, unit.first(), unit.replays, delay, cause));
                }
                again(unit, delay);
            }
            case SKIP -> {
                context.events().on(new WorkerEvent.Skipped(shard, unit.first(), unit.size(), verdict.reason(), cause));
                deliverer.finish(unit);
            }
            case STOP -> {
                failing.add(unit);
                redeliveries.park(unit);
                deliverer.stopped(unit.first(), cause);
            }
            case DEAD_LETTER -> {
                unit.deadLetter = new DeadLetter(verdict.reason(), unit.attempts, cause);
                if (deliverer.isItsTurn(unit)) {
                    deliverer.deliver(unit);
                }
            }
        }
    }

    private void again(InFlight unit, Duration delay) {
        if (deliverer.isItsTurn(unit)) {
            redeliveries.after(delay, unit);
        }
    }
}
