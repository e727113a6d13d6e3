// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import io.camelkinesis.engine.lineage.ShardLineage;
import io.camelkinesis.engine.model.GroupStart;
import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Shard;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.model.StreamSelection;
import io.camelkinesis.engine.runtime.Backoff;
import io.camelkinesis.engine.runtime.TaskScheduler.Cancellable;
import io.camelkinesis.engine.runtime.WorkerEvent;
import io.camelkinesis.engine.table.LeaseTableView;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What this worker knows of the shards and the rows of one stream, and how it looks again. */
final class StreamShards {

    /** Shards that an error message names. */
    private static final int MOST_NAMED = 10;
    /** Different oddities that are reported; more say nothing new. */
    private static final int MOST_REPORTED = 1000;

    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

    private final StreamId stream;
    private final StreamSelection selection;
    private final LeaseContext context;
    private final GroupStart group;
    private final Set<String> reported = new HashSet<>();
    private final Runnable changed;
    private final ShardListing listing;
    private final ListedShards shards;
    private final KnownRows known = new KnownRows();
    private final StreamProof proof;
    private boolean viewed;
    /** Shards that this worker has consumed to their ends. */
    private final Set<String> endedHere = new HashSet<>();

    private final Attempts listings = new Attempts();
    private final Backoff listingRetries;
    private @Nullable Cancellable nextListing;
    private boolean refreshing;
    private boolean refreshAgain;
    private boolean untidied;
    private List<Lease> leases = List.of();
    /** Null when listing or rows have changed since. */
    private @Nullable ShardLineage lineage;

    private List<Lease> vanished = List.of();
    private List<Lease> unknowing = List.of();
    private List<ShardId> contradicted = List.of();
    /** When the last view was asked for, and when the oldest of its rows was. */
    private long viewAskedNanos;

    private long rowsNanos;
    private long claimedNanos;
    private final Attempts looks = new Attempts();
    private final UnreadShards unread = new UnreadShards();

    /** @param changed called when a listing has shown anything new */
    StreamShards(StreamSelection selection, LeaseContext context, GroupStart group, Runnable changed) {
        this.stream = selection.stream();
        this.selection = selection;
        this.context = context;
        this.group = group;
        this.claimedNanos = context.loop().nanoTime();
        this.changed = changed;
        this.proof = new StreamProof(stream, context);
        this.listingRetries = new Backoff(FIRST_RETRY, context.settings().rebalancePeriod());
        this.listing = new ShardListing(stream, context, this::listed);
        this.shards = new ListedShards(selection, context.settings().rebalancePeriod());
    }

    /** How the looks at this stream have gone. */
    Attempts looks() {
        return looks;
    }

    /** Shards that nobody reads although somebody should. */
    UnreadShards unread() {
        return unread;
    }

    /** For how long a look or a listing has not been answered; null when none is on its way. */
    @Nullable
    Duration unanswered(long now) {
        Duration look = looks.unanswered(now);
        Duration list = listing.unanswered(now);
        return look == null || (list != null && list.compareTo(look) > 0) ? list : look;
    }

    GroupStart group() {
        return group;
    }

    /** Asks the service which shards there are; an answer that was asked for before does not count. */
    CompletionStage<Void> list() {
        return listing.ask();
    }

    /** How the listings of this stream have gone. */
    Attempts listings() {
        return listings;
    }

    /**
     * Lists the shards now, and again every rebalancePeriod; after a failure sooner, with growing delays. Nothing waits for
     * that: until there is another listing the last one counts.
     */
    void refresh() {
        if (refreshing) {
            refreshAgain = true;
            return;
        }
        refreshing = true;
        context.loop().when(list(), (done, failure) -> {
            refreshing = false;
            boolean again = refreshAgain;
            refreshAgain = false;
            if (failure != null) {
                failed(failure);
                return;
            }
            context.events().on(new WorkerEvent.ShardsListed(stream));
            if (again) {
                refresh();
            } else {
                refreshIn(context.settings().rebalancePeriod());
            }
        });
    }

    private void failed(Throwable failure) {
        if (!listing.isStopped()) {
            listings.failed(failure, context.loop().nanoTime());
            context.events().on(new WorkerEvent.LookFailed(stream, true, failure));
            refreshIn(listingRetries.after(listings.failures(), context.random()));
        }
    }

    /** Lists the shards again after the delay. */
    void refreshIn(Duration delay) {
        if (nextListing != null) {
            nextListing.cancel();
            nextListing = null;
        }
        if (!listing.isStopped()) {
            nextListing = context.loop()
                    .schedule(
                            () -> {
                                nextListing = null;
                                refresh();
                            },
                            delay);
        }
    }

    /** Asks the service no more. */
    void stop() {
        listing.stop();
        if (nextListing != null) {
            nextListing.cancel();
            nextListing = null;
        }
    }

    /** Whether there is a listing by which no rows have been cleared away yet; from now on there is none. */
    boolean takeUntidied() {
        boolean taken = untidied;
        untidied = false;
        return taken;
    }

    /** Asks the table which rows there are. */
    CompletionStage<Void> view() {
        long asked = context.loop().nanoTime();
        return context.table().view(stream).thenAcceptAsync(view -> viewed(view, asked), context.loop());
    }

    private void listed(List<Shard> all, long asked) {
        listings.succeeded(context.loop().nanoTime());
        lineage = null;
        untidied = true;
        if (shards.listed(all, asked, context.loop().nanoTime(), leases)) {
            changed.run();
        }
        if (asked - viewAskedNanos < 0) {
            // a shard may have been open when that was asked, and consumed since
            return;
        }
        List<ShardId> before = contradicted;
        contradicted = lineage().contradictions();
        if (viewed && (!proof.isSettled() || !contradicted.equals(before))) {
            proof.ask(!contradicted.isEmpty());
        }
        for (ShardId shard : contradicted) {
            report("The row of " + shard
                    + " says that the shard is consumed, but it is listed as open. Nothing of it is read"
                    + " until the shard is reset");
        }
    }

    private void viewed(LeaseTableView view, long asked) {
        lineage = null;
        viewAskedNanos = asked;
        rowsNanos = asked - view.age().toNanos();
        List<Lease> rows = view.leases().stream()
                .filter(lease -> selection.includes(lease.shard().name()))
                .toList();
        rows.forEach(known::seen);
        shards.viewed(rows, context.loop().nanoTime());
        leases = known.completed(rows, this::isListed);
        unknowing = known.unknowing(rows);
        vanished = known.vanished(rows, this::isListed);
        if (!viewed) {
            viewed = true;
            proof.ask(!lineage().contradictions().isEmpty());
        }
        view.oddities().forEach(this::report);
    }

    /** Once for each, as long as the worker runs. */
    private void report(String oddity) {
        if (reported.size() < MOST_REPORTED && reported.add(oddity)) {
            context.events().on(new WorkerEvent.RowOddity(stream, oddity));
        }
    }

    /** Throws when a shard that was asked for by name was not in the last listing. */
    void checkSelection() {
        Set<String> unknown = new TreeSet<>(selection.shards());
        unknown.removeAll(names());
        if (!unknown.isEmpty()) {
            throw new UnknownShardException("Stream " + stream.stream() + " has no shard " + String.join(", ", unknown)
                    + "; it lists " + listing() + ". Name shards that exist, or none to read all of them");
        }
    }

    private String listing() {
        List<Shard> listed = shards.last();
        String names = listed.stream()
                .limit(MOST_NAMED)
                .map(shard -> shard.id().name())
                .collect(Collectors.joining(", "));
        return listed.size() > MOST_NAMED ? names + " and " + (listed.size() - MOST_NAMED) + " more" : names;
    }

    private boolean isListed(ShardId shard) {
        return shards.isKnown(shard.name());
    }

    /**
     * Rows of shards that were consumed, and that the last view lacks. A shard that the last listing lacks may have left, and its row been
     * retired by one who knows that already.
     */
    List<Lease> vanished() {
        return vanished.stream()
                .filter(row ->
                        isListed(row.shard()) && !shards.isLacking(row.shard().name()))
                .toList();
    }

    /** Rows that do not say that their shards were consumed: who claimed them did not know. */
    List<Lease> unknowing() {
        return unknowing;
    }

    /** The row as this worker has written it, or is about to. */
    void wrote(Lease row) {
        known.seen(row);
    }

    /** The row of a shard that this worker has consumed, which views may not show so soon; one that was reset since counts more. */
    void ended(Lease row) {
        if (row.epoch() < known.epoch(row.shard())) {
            return;
        }
        known.seen(row);
        endedHere.retainAll(names());
        endedHere.add(row.shard().name());
        lineage = null;
        leases = known.completed(leases, this::isListed);
    }

    /** Whether this worker has consumed a parent of the shard to its end: then it is the first who can begin it. */
    boolean isHeir(Shard shard) {
        return shard.parents().stream().anyMatch(endedHere::contains);
    }

    /** The epoch to claim a lease under; epochs go on where they were, also when the row has gone, or has begun anew with another worker. */
    long epochToClaim(Lease seen) {
        return known.next(seen);
    }

    /** The epoch to mark a row under that does not say that its shard was consumed. */
    long epochToMark(Lease unknowing) {
        return known.again(unknowing);
    }

    /** As the last listing and the last rows have it. */
    ShardLineage lineage() {
        if (lineage == null) {
            lineage = new ShardLineage(shards.withBorn(leases), leases, shards::isAway, shards::isOver);
        }
        return lineage;
    }

    /**
     * Whether the last listing lacks a shard that was closed: it has passed out of retention, or the listing is not whole. A
     * shard of which nobody has said that it was closed may be open.
     */
    boolean isMissingAndClosed(ShardId shard) {
        return shards.isLacking(shard.name()) && shards.isClosed(shard.name());
    }

    /** Whether the last listing shows a shard closed, or a child of it. */
    boolean isClosed(ShardId shard) {
        return shards.isClosed(shard.name());
    }

    List<Lease> leases() {
        return leases;
    }

    /** When the oldest of the rows that are known was asked for. */
    long rowsNanos() {
        return rowsNanos;
    }

    /** The shards that are to be read and have not left the stream. */
    List<ShardId> ids() {
        return shards.shards().stream().map(Shard::id).toList();
    }

    /** Shards that the last listing showed as open although their rows said before that they are consumed. */
    List<ShardId> contradicted() {
        return contradicted;
    }

    /** Whether it is proven that the stream is another than the one that the group began with. */
    boolean isRecreated() {
        return proof.isRecreated();
    }

    /** A row was claimed: rows that were asked for before do not show it. */
    void claimed() {
        claimedNanos = context.loop().nanoTime();
    }

    /** Those of the shards that are held whose row somebody has deleted, as far as the rows tell. */
    List<ShardId> withoutRow(Collection<ShardId> held) {
        if (rowsNanos - claimedNanos <= 0) {
            return List.of();
        }
        Set<ShardId> rows = leases.stream().map(Lease::shard).collect(Collectors.toSet());
        return held.stream()
                .filter(shard -> shard.stream().equals(stream) && !rows.contains(shard))
                .toList();
    }

    /** Names of the shards that are to be read and have not left the stream. */
    Set<String> names() {
        Set<String> names = new TreeSet<>();
        shards.shards().forEach(shard -> names.add(shard.id().name()));
        return names;
    }
}
