// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Shard;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.model.StreamSelection;
import io.camelkinesis.engine.runtime.PortCall;
import io.camelkinesis.engine.runtime.SerialLoop;
import io.camelkinesis.engine.runtime.WorkerEvent;
import io.camelkinesis.engine.table.LeaseWrite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/**
 * Keeps this worker's part of the leases: looks at shards, rows and members, plans with {@link LeasePlan}, and acts. There is
 * no leader: every worker does this for itself, and the conditional writes decide. Lives on the worker's loop.
 */
public final class LeaseCoordinator {

    /** How often rows are looked at while an owner is about to give a shard up, and after a lost race. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private final LeaseContext context;
    private final SerialLoop loop;
    private final List<StreamSelection> selections;
    private final Runnable settled;
    private final Map<StreamId, StreamMembership> members = new TreeMap<>();
    private final Map<StreamId, StreamShards> streams = new TreeMap<>();
    private final PacedCalls calls;
    private final LeaseClaims claims;
    private final LookTimer looks;
    private final ForeignOwners foreignOwners;
    private final ShardEnds ends;

    private boolean running;
    private boolean claimsMore = true;
    private boolean left;
    private boolean looking;
    private boolean lookAgain;

    private long lastLookNanos;

    /**
     * @param selections the streams, each with which of its shards are to be read
     * @param settled called when a claim that was on its way has come to an end
     */
    public LeaseCoordinator(LeaseContext context, List<StreamSelection> selections, Runnable settled) {
        this.context = context;
        this.loop = context.loop();
        this.selections = List.copyOf(selections);
        this.settled = settled;
        Duration longest = context.settings().rebalancePeriod();
        this.looks = new LookTimer(context, SOON, this::look);
        this.calls = new PacedCalls(loop, SOON, longest, context.random());
        this.claims = new LeaseClaims(context, calls, new Claiming());
        this.ends = new ShardEnds(context, this::shards);
        this.foreignOwners = new ForeignOwners(context.events());
        for (StreamSelection selection : selections) {
            StreamId stream = selection.stream();
            members.put(stream, new StreamMembership(selection, context, calls, this::look, row -> shards(stream)
                    .wrote(row)));
        }
    }

    /** Joins all streams; completes on the loop. */
    public CompletionStage<Void> start() {
        List<CompletableFuture<?>> joins = new ArrayList<>();
        selections.forEach(selection -> joins.add(join(selection).toCompletableFuture()));
        return CompletableFuture.allOf(joins.toArray(new CompletableFuture<?>[0]))
                .thenRunAsync(this::begin, loop);
    }

    private CompletionStage<Void> join(StreamSelection selection) {
        StreamId stream = selection.stream();
        return context.table()
                .begin(stream, context.settings().startPosition())
                .thenComposeAsync(
                        group -> {
                            StreamShards shards = new StreamShards(selection, context, group, this::look);
                            streams.put(stream, shards);
                            return shards.list();
                        },
                        loop)
                .thenComposeAsync(
                        listed -> {
                            shards(stream).checkSelection();
                            return member(stream).join();
                        },
                        loop);
    }

    private StreamMembership member(StreamId stream) {
        return Objects.requireNonNull(members.get(stream));
    }

    private StreamShards shards(StreamId stream) {
        return Objects.requireNonNull(streams.get(stream));
    }

    private void begin() {
        if (left) {
            return;
        }
        running = true;
        streams.values().forEach(shards -> shards.refreshIn(context.settings().rebalancePeriod()));
        scheduleHeartbeat();
        look();
    }

    /** Claims no more; what is held goes on, heartbeats too. */
    public void stopClaiming() {
        claimsMore = false;
        claims.stop();
        members.values().forEach(StreamMembership::takeNoMore);
    }

    /** Whether a claim is on its way. */
    public boolean isClaiming() {
        return claims.isAnyUnderWay();
    }

    /** Shards that are left to owners that are no members, as the last looks saw them. */
    public SortedMap<ShardId, String> foreignOwners() {
        return foreignOwners.present();
    }

    /** The streams as this worker sees them, in order. */
    public List<StreamStatus> status() {
        List<StreamStatus> all = new ArrayList<>();
        streams.forEach((stream, shards) -> all.add(member(stream).status(shards)));
        return all;
    }

    /** Somebody wants to know: looks again if the last look was so long ago. */
    public void lookIfOlder(Duration age) {
        if (loop.nanoTime() - lastLookNanos >= age.toNanos()) {
            look();
        }
    }

    /** Whether a shard that is not held here needs nobody: its row is there, or it is not to be read. */
    public boolean isSettled(ShardId shard) {
        StreamShards stream = shards(shard.stream());
        return !stream.names().contains(shard.name())
                || stream.leases().stream().anyMatch(row -> row.shard().equals(shard) && row.owner() != null);
    }

    /** Ends heartbeats and deletes the member rows; completes, in whichever way, when the table has answered. */
    public CompletionStage<Void> leave() {
        end();
        List<CompletableFuture<?>> leaves = new ArrayList<>();
        members.values().forEach(member -> leaves.add(member.leave().toCompletableFuture()));
        return CompletableFuture.allOf(leaves.toArray(new CompletableFuture<?>[0]));
    }

    /**
     * Ends heartbeats and keeps the member rows, for a worker that could not give all its leases back: an owner without a
     * member row could be another program, to which the others give much more time than to a dead member.
     */
    public void fallSilent() {
        end();
        members.values().forEach(StreamMembership::fallSilent);
    }

    private void end() {
        running = false;
        left = true;
        streams.values().forEach(StreamShards::stop);
        looks.stop();
    }

    /**
     * A shard is not held any more.
     *
     * @param row its row as the holder has left it, or last knew it
     */
    public void closed(Lease row, boolean ended) {
        if (running && claimsMore) {
            // the share that the heartbeat tells has changed: the others look when they see it
            member(row.shard().stream()).heartbeat();
            if (ended) {
                ends.consumed(row);
            }
            look();
        }
    }

    /** A shard that was barred is not any more. */
    public void claimable() {
        if (running && claimsMore) {
            look();
        }
    }

    /** What decides whether shards that are held have ended. */
    public ShardEnds ends() {
        return ends;
    }

    private void scheduleHeartbeat() {
        loop.schedule(
                () -> {
                    if (running) {
                        scheduleHeartbeat();
                        members.values().forEach(StreamMembership::heartbeat);
                    }
                },
                context.settings().heartbeatPeriod());
    }

    /** Looks now, or again when the present look is over. */
    private void look() {
        if (!running) {
            return;
        }
        if (looking) {
            lookAgain = true;
            return;
        }
        if (looks.isTooSoon()) {
            return;
        }
        looking = true;
        lookAgain = false;
        lastLookNanos = loop.nanoTime();
        streams.values().forEach(shards -> shards.looks().asked(lastLookNanos));
        List<CompletableFuture<?>> asked = new ArrayList<>();
        Set<StreamId> seen = new HashSet<>();
        streams.forEach((stream, shards) ->
                asked.add(PortCall.of("look", () -> lookAt(stream, shards).thenApply(done -> true))
                        .handleAsync(
                                (done, failure) -> {
                                    if (failure == null) {
                                        seen.add(stream);
                                        shards.looks().succeeded(loop.nanoTime());
                                        context.events().on(new WorkerEvent.LeasesRead(stream));
                                    } else {
                                        shards.looks().failed(failure, loop.nanoTime());
                                        context.events().on(new WorkerEvent.LookFailed(stream, false, failure));
                                    }
                                    return null;
                                },
                                loop)
                        .toCompletableFuture()));
        loop.when(CompletableFuture.allOf(asked.toArray(new CompletableFuture<?>[0])), (done, failure) -> looked(seen));
    }

    /** Shards are listed beside the looks: a look plans with the last good listing. */
    private CompletionStage<Void> lookAt(StreamId stream, StreamShards shards) {
        // The rows first. An owner whose beat has not moved since may still come back and claim its lease again, but
        // then
        // our claim of the row as it was seen is refused.
        return shards.view().thenComposeAsync(done -> member(stream).observe(), loop);
    }

    private void looked(Set<StreamId> seen) {
        looking = false;
        if (!running) {
            return;
        }
        looks.looked(seen.size() == streams.size());
        long now = loop.nanoTime();
        List<LeasePlan.Scene> scenes = new ArrayList<>();
        List<LeasePlan.Scene> untidied = new ArrayList<>();
        streams.forEach((stream, shards) -> {
            if (seen.contains(stream)) {
                Membership membership = member(stream).membership();
                membership.observeStrangers(shards.leases(), shards.rowsNanos(), now);
                member(stream).judgeReads(!shards.listings().isFailing());
                boolean pausing = member(stream).isPausing();
                LeasePlan.Scene scene = new LeasePlan.Scene(
                        shards.lineage(), membership, membership.alive(), shard -> !pausing && shards.isHeir(shard));
                scenes.add(scene);
                shards.unread().looked(scene.lineage(), shard -> isRead(scene, shard), now);
                if (shards.takeUntidied()) {
                    untidied.add(scene);
                }
            }
        });
        String self = context.settings().clientId();
        List<LeaseAction> plan = LeasePlan.decide(self, scenes, context.holder());
        foreignOwners.planned(plan, seen);
        claims.planned();
        plan.forEach(this::act);
        streams.forEach((stream, shards) -> {
            if (seen.contains(stream)) {
                shards.withoutRow(context.holder().shards()).forEach(this::verify);
                restoreVanished(shards);
                ends.markAgain(shards, member(stream).membership()::mayBeAlive);
            }
        });
        LeasePlan.tidy(self, untidied).forEach(this::act);
        if (lookAgain) {
            look();
        }
    }

    private boolean isRead(LeasePlan.Scene scene, Shard shard) {
        String owner = scene.lineage().lease(shard).owner();
        return context.holder().held(shard.id()) != null
                || (owner != null
                        && !owner.equals(context.settings().clientId())
                        && scene.membership().mayBeAlive(owner));
    }

    private void act(LeaseAction action) {
        if (action instanceof LeaseAction.Claim claim) {
            claims.claim(claim.shard(), claim.seen());
        } else if (action instanceof LeaseAction.HandOver handOver) {
            context.holder().drain(handOver.shard());
        } else if (action instanceof LeaseAction.Await) {
            looks.in(SOON);
        } else if (action instanceof LeaseAction.AwaitStranger) {
            looks.in(context.settings().heartbeatPeriod());
        } else if (action instanceof LeaseAction.ReleaseStray stray) {
            releaseStray(stray.seen());
        } else if (action instanceof LeaseAction.Verify verify) {
            verify(verify.shard());
        } else if (action instanceof LeaseAction.Retire retire) {
            retire(retire.seen());
        }
    }

    /** A row of ours whose claim has not been answered yet is no stray: the answer begins the reading. */
    private void releaseStray(Lease seen) {
        if (!claims.isUnderWay(seen.shard())) {
            loop.when(context.table().release(seen), (write, failure) -> looks.in(SOON));
        }
    }

    /** What was asked under another claim than the present one says nothing of this one. */
    private void verify(ShardId shard) {
        Lease asked = context.holder().held(shard);
        loop.when(context.table().read(shard), (row, failure) -> {
            Lease held = context.holder().held(shard);
            if (row != null && held != null && asked != null && asked.epoch() == held.epoch()) {
                Lease lease = row.orElse(null);
                // a higher epoch of our own is a renewal whose answer is on its way
                if (lease == null
                        || lease.ended()
                        || !context.settings().clientId().equals(lease.owner())) {
                    context.holder()
                            .lose(
                                    shard,
                                    lease == null
                                            ? WorkerEvent.LeaseLost.ROW_IS_GONE
                                            : "the row names " + lease.owner() + " under epoch " + lease.epoch());
                }
            }
        });
    }

    /**
     * Without its row a consumed shard would be read again. Only a listing that is asked for now says that nobody has retired the
     * row because the shard has left.
     */
    private void restoreVanished(StreamShards shards) {
        if (!shards.vanished().isEmpty()) {
            loop.when(shards.list(), (listed, failure) -> {
                if (failure == null) {
                    shards.vanished().forEach(this::restore);
                }
            });
        }
    }

    private void restore(Lease ended) {
        loop.when(context.table().restore(ended), (write, failure) -> {
            if (write instanceof LeaseWrite.Applied) {
                context.events().on(new WorkerEvent.EndRestored(ended.shard(), ended.epoch()));
            }
        });
    }

    private void retire(Lease seen) {
        loop.when(context.table().retire(seen), (write, failure) -> {
            if (write instanceof LeaseWrite.Applied) {
                context.events().on(new WorkerEvent.LeaseRetired(seen.shard()));
            }
        });
    }

    private final class Claiming implements LeaseClaims.Owner {
        @Override
        public BooleanSupplier term(StreamId stream) {
            return member(stream).term();
        }

        @Override
        public StreamShards shards(StreamId stream) {
            return LeaseCoordinator.this.shards(stream);
        }

        @Override
        public void settled() {
            settled.run();
        }

        @Override
        public void lookSoon() {
            looks.in(SOON);
        }
    }
}
