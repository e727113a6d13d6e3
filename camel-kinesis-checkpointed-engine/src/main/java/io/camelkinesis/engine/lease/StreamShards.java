// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import io.camelkinesis.engine.lineage.ShardLineage;
import io.camelkinesis.engine.model.GroupStart;
import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Shard;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.model.StreamSelection;
import io.camelkinesis.engine.runtime.WorkerEvent;
import io.camelkinesis.engine.table.LeaseTableView;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** What this worker knows of the shards and the rows of one stream, and how it looks again. */
final class StreamShards {

    /** Shards that an error message names. */
    private static final int MOST_NAMED = 10;
    /** Different oddities that are reported; more say nothing new. */
    private static final int MOST_REPORTED = 1000;

    private final StreamId stream;
    private final StreamSelection selection;
    private final LeaseContext context;
    private final GroupStart group;
    private final Set<String> reported = new HashSet<>();
    private List<Shard> listed = List.of();
    private List<Shard> shards = List.of();
    private List<Lease> leases = List.of();
    private List<ShardId> contradicted = List.of();
    private long viewAskedNanos;
    private long claimedNanos;
    private final Attempts looks = new Attempts();
    private CompletableFuture<Void> together = CompletableFuture.completedFuture(null);

    StreamShards(StreamSelection selection, LeaseContext context, GroupStart group) {
        this.stream = selection.stream();
        this.selection = selection;
        this.context = context;
        this.group = group;
        this.claimedNanos = context.loop().nanoTime();
    }

    /** How the looks at this stream have gone. */
    Attempts looks() {
        return looks;
    }

    GroupStart group() {
        return group;
    }

    /** Asks the service which shards there are. */
    CompletionStage<Void> list() {
        return context.lister().list(stream).thenAcceptAsync(this::listed, context.loop());
    }

    /** As {@link #list}, but all who ask while an answer is on its way share that one. */
    CompletionStage<Void> listTogether() {
        if (together.isDone()) {
            together = list().toCompletableFuture();
        }
        return together;
    }

    /** Asks the table which rows there are. */
    CompletionStage<Void> view() {
        long asked = context.loop().nanoTime();
        return context.table().view(stream).thenAcceptAsync(view -> viewed(view, asked), context.loop());
    }

    private void listed(List<Shard> all) {
        listed = all;
        shards = all.stream()
                .filter(shard -> selection.includes(shard.id().name()))
                .toList();
        // only now: a shard that is open in a listing younger than its row cannot have been consumed
        contradicted = lineage().contradictions();
        for (ShardId shard : contradicted) {
            report("The row of " + shard + " says that the shard is consumed, but the shard is open: was the stream"
                    + " deleted and created again? Nothing of it is read until the row is deleted");
        }
    }

    private void viewed(LeaseTableView view, long asked) {
        viewAskedNanos = asked;
        leases = view.leases().stream()
                .filter(lease -> selection.includes(lease.shard().name()))
                .toList();
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
        String names = listed.stream()
                .limit(MOST_NAMED)
                .map(shard -> shard.id().name())
                .collect(Collectors.joining(", "));
        return listed.size() > MOST_NAMED ? names + " and " + (listed.size() - MOST_NAMED) + " more" : names;
    }

    ShardLineage lineage() {
        return new ShardLineage(shards, leases);
    }

    List<Lease> leases() {
        return leases;
    }

    /** When the rows that are known were asked for. */
    long viewAskedNanos() {
        return viewAskedNanos;
    }

    /** The shards as last listed, without those that are not selected. */
    List<ShardId> ids() {
        return shards.stream().map(Shard::id).toList();
    }

    /** Shards that the last listing showed as open although their rows said before that they are consumed. */
    List<ShardId> contradicted() {
        return contradicted;
    }

    /** A row was claimed: rows that were asked for before do not show it. */
    void claimed() {
        claimedNanos = context.loop().nanoTime();
    }

    /** Those of the shards that are held whose row somebody has deleted, as far as the rows tell. */
    List<ShardId> withoutRow(Collection<ShardId> held) {
        if (viewAskedNanos - claimedNanos <= 0) {
            return List.of();
        }
        Set<ShardId> rows = leases.stream().map(Lease::shard).collect(Collectors.toSet());
        return held.stream()
                .filter(shard -> shard.stream().equals(stream) && !rows.contains(shard))
                .toList();
    }

    /** Names of the shards as last listed, without those that are not selected. */
    Set<String> names() {
        Set<String> names = new TreeSet<>();
        shards.forEach(shard -> names.add(shard.id().name()));
        return names;
    }
}
