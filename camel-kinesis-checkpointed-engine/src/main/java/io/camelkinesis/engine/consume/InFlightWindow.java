// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import io.camelkinesis.engine.model.SequenceNumber;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The records of a shard between the oldest that is not done and the newest that has been admitted. Records are admitted
 * in the order of the shard and may be done in any order; the checkpoint follows the end of the prefix in which all are
 * done.
 */
final class InFlightWindow {

    private final int limit;
    private final ArrayDeque<InFlight> units = new ArrayDeque<>();
    private int span;
    private int undone;
    private @Nullable SequenceNumber wholeEnd;

    /** @param limit most records between the oldest that is not done and the newest admitted, both counted */
    InFlightWindow(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("A window holds at least one record, not " + limit);
        }
        this.limit = limit;
    }

    /** Whether so many records may be admitted now. A batch larger than the window passes when it is alone. */
    boolean admits(int records) {
        return units.isEmpty() || span + records <= limit;
    }

    void admit(InFlight unit) {
        if (!admits(unit.records.size())) {
            throw new IllegalStateException(
                    "The window is full: " + span + " of " + limit + ", " + unit.records.size() + " more");
        }
        units.addLast(unit);
        span += unit.records.size();
        undone += unit.records.size();
    }

    /**
     * Notes that a unit is done.
     *
     * @return the end of the completed prefix if that moved, else null
     */
    @Nullable
    SequenceNumber complete(InFlight unit) {
        if (unit.done) {
            throw new IllegalStateException(unit.last() + " is done already");
        }
        unit.done = true;
        undone -= unit.records.size();
        SequenceNumber end = null;
        for (InFlight oldest = units.peekFirst(); oldest != null && oldest.done; oldest = units.peekFirst()) {
            units.removeFirst();
            span -= oldest.records.size();
            end = oldest.checkpoint();
            SequenceNumber whole = oldest.wholeCheckpoint();
            wholeEnd = whole != null ? whole : wholeEnd;
        }
        return end;
    }

    /** The last record of the service in the completed prefix, all user records of it included; null before the first. */
    @Nullable
    SequenceNumber wholeEnd() {
        return wholeEnd;
    }

    /** Two units take the place of one that is not done. */
    void split(InFlight unit, InFlight first, InFlight second) {
        List<InFlight> behind = new ArrayList<>();
        while (units.peekLast() != unit) {
            behind.add(units.removeLast());
        }
        units.removeLast();
        units.addLast(first);
        units.addLast(second);
        for (int i = behind.size() - 1; i >= 0; i--) {
            units.addLast(behind.get(i));
        }
    }

    /** Records between the oldest that is not done and the newest admitted. */
    int span() {
        return span;
    }

    /** Records that are not done. */
    int undone() {
        return undone;
    }

    /**
     * What it waits for now, and for how long.
     *
     * @param full whether it has no room for the next record
     * @param moved when its oldest unit was done last
     * @param failing the unit that has been tried most often of those that fail
     */
    WindowStatus status(boolean full, long moved, @Nullable InFlight failing, long now) {
        InFlight oldest = units.peekFirst();
        return new WindowStatus(
                limit,
                full,
                oldest == null ? null : Duration.ofNanos(now - oldest.sinceNanos),
                oldest == null ? null : oldest.records.get(0).arrival(),
                oldest == null ? null : Duration.ofNanos(Math.min(now - oldest.sinceNanos, now - moved)),
                oldest == null ? null : oldest.waitsFor(),
                failing == null ? null : failing.failure(now));
    }

    boolean isEmpty() {
        return units.isEmpty();
    }

    /** The units that are not done, oldest first. */
    void forEachUndone(Consumer<InFlight> action) {
        for (InFlight unit : units) {
            if (!unit.done) {
                action.accept(unit);
            }
        }
    }
}
