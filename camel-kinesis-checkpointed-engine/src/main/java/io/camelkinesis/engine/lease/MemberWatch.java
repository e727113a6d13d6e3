// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import io.camelkinesis.engine.model.Member;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.runtime.SerialLoop;
import io.camelkinesis.engine.runtime.TaskScheduler.Cancellable;
import io.camelkinesis.engine.runtime.WorkerEvent;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.CompletionStage;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What this worker sees of the other members of a stream: looks at their rows with each heartbeat, says what has changed, looks
 * again when leasePeriod is over for somebody, and clears away the rows of those who died long ago.
 *
 * <p>Between heartbeats it glances at the rows, which is cheaper: who comes, goes or gives shards up is seen within
 * {@link #GLANCE_PERIOD}, however long a heartbeat is. A glance may be old by a moment, so it decides nothing; what is new to
 * it is looked at.
 */
final class MemberWatch {

    /** Rows of long-dead members that are removed at a time; the others' turn comes with the next looks. */
    private static final int MOST_REMOVALS = 10;

    /** Between two heartbeats, how often at least it is glanced at the rows: most of the time that a worker's leaving goes unseen. */
    private static final Duration GLANCE_PERIOD = Duration.ofSeconds(2);

    private final StreamId stream;
    private final LeaseContext context;
    private final SerialLoop loop;
    private final LongConsumer ownBeat;
    private final Runnable changed;
    private final Membership membership;
    private final Set<String> removals = new HashSet<>();

    private boolean watching;
    private List<Member> seen = List.of();
    private @Nullable Cancellable deathWatch;
    private @Nullable Cancellable nextGlance;
    private int glancesLeft;

    /**
     * @param ownBeat told the beat that this worker's own row has
     * @param changed called when members came or went, or their shares moved
     */
    MemberWatch(StreamId stream, LeaseContext context, LongConsumer ownBeat, Runnable changed) {
        this.stream = stream;
        this.context = context;
        this.loop = context.loop();
        this.ownBeat = ownBeat;
        this.changed = changed;
        this.membership =
                new Membership(context.settings().clientId(), context.settings().leasePeriod());
    }

    Membership membership() {
        return membership;
    }

    /** The members as they were last seen. */
    List<SeenMember> seen() {
        SortedSet<String> alive = membership.alive();
        return seen.stream()
                .map(row -> new SeenMember(
                        row,
                        alive.contains(row.clientId()),
                        row.clientId().equals(context.settings().clientId())))
                .toList();
    }

    /** This worker is a member: what is seen is acted on. */
    void start() {
        watching = true;
    }

    /** This worker is no member any more. */
    void stop() {
        watching = false;
        stopWaitingForDeath();
        stopGlancing();
    }

    /** Looks at the member rows; completes on the loop, exceptionally when they could not be read. */
    CompletionStage<Void> observe() {
        long asked = loop.nanoTime();
        return context.table().members(stream).thenAcceptAsync(members -> observed(members, asked), loop);
    }

    /** As {@link #observe}; a failure is told as an event. */
    void look() {
        loop.when(observe(), (seen, failure) -> {
            if (failure != null) {
                context.events().on(new WorkerEvent.LookFailed(stream, false, failure));
            }
        });
    }

    private void observed(List<Member> members, long asked) {
        seen = List.copyOf(members);
        for (Member member : members) {
            if (member.clientId().equals(context.settings().clientId())) {
                ownBeat.accept(member.beat());
            }
        }
        Membership.Changes changes = membership.observe(
                members, asked, loop.nanoTime(), context.clock().now());
        changes.appeared().forEach(id -> context.events().on(new WorkerEvent.MemberAppeared(stream, id)));
        changes.left().forEach(id -> context.events().on(new WorkerEvent.MemberGone(stream, id, true)));
        changes.died().forEach(id -> context.events().on(new WorkerEvent.MemberGone(stream, id, false)));
        if (changes.any()) {
            changed.run();
        }
        if (watching) {
            waitForDeath();
            glancesLeft = glancesPerHeartbeat();
            glanceLater();
            if (membership.isFirst()) {
                membership.longDead(asked).forEach(this::remove);
            }
        }
    }

    /** The look of the next heartbeat may come just too early to tell, and the one after that almost a heartbeat late. */
    private void waitForDeath() {
        stopWaitingForDeath();
        long nanos = membership.nanosUntilDeath(loop.nanoTime());
        if (nanos <= context.settings().heartbeatPeriod().toNanos()) {
            deathWatch = loop.schedule(this::mayHaveDied, Duration.ofNanos(Math.max(nanos, 0)));
        }
    }

    private void mayHaveDied() {
        deathWatch = null;
        look();
    }

    private void stopWaitingForDeath() {
        if (deathWatch != null) {
            deathWatch.cancel();
            deathWatch = null;
        }
    }

    private int glancesPerHeartbeat() {
        long heartbeat = context.settings().heartbeatPeriod().toNanos();
        return (int) ((heartbeat - 1) / GLANCE_PERIOD.toNanos());
    }

    private void glanceLater() {
        stopGlancing();
        if (watching && glancesLeft > 0) {
            glancesLeft--;
            Duration delay = context.settings().heartbeatPeriod().dividedBy(glancesPerHeartbeat() + 1L);
            nextGlance = loop.schedule(this::glance, delay);
        }
    }

    private void glance() {
        nextGlance = null;
        loop.when(context.table().glance(stream), (members, failure) -> {
            if (watching && members != null && membership.differ(members)) {
                look();
            } else {
                glanceLater();
            }
        });
    }

    private void stopGlancing() {
        if (nextGlance != null) {
            nextGlance.cancel();
            nextGlance = null;
        }
    }

    /** Removes the row of a member that has been dead for long, unless it has come to life again meanwhile. */
    private void remove(String id, long beat) {
        if (removals.size() >= MOST_REMOVALS || !removals.add(id)) {
            return;
        }
        loop.when(context.table().leave(stream, new Member(id, beat, null, "", 0)), (gone, failure) -> {
            // without an answer the row is gone, or seen again
            removals.remove(id);
            if (Boolean.TRUE.equals(gone)) {
                context.events().on(new WorkerEvent.MemberRemoved(stream, id));
            }
        });
    }
}
