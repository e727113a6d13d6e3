// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.aggregate.UserRecord;
import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.runtime.WorkerEvent;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.camelkinesis.test.kinesis.StoredRecord;
import io.camelkinesis.test.lease.InMemoryLeaseTable;
import io.camelkinesis.test.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;

/** The stream, the table, and the truth about every record. */
final class World {

    static final String STREAM = "orders";
    static final StreamId STREAM_ID = StreamId.of(STREAM);
    private static final int REMEMBERED = 200;

    /** Made into text only when somebody asks: nearly all of it is forgotten unread. */
    private record Remembered(Duration at, Observation what) {
        @Override
        public String toString() {
            return at + " " + what;
        }
    }

    final VirtualTime time;
    final InMemoryKinesis kinesis;
    final InMemoryLeaseTable table;
    private final Map<String, ShardJournal> journals = new TreeMap<>();
    private final List<Invariant> invariants = new ArrayList<>();
    private final Deque<Remembered> recent = new ArrayDeque<>();
    private final Map<String, List<String>> parents = new TreeMap<>();
    private long puts;
    private long observed;
    private @Nullable Violation violation;

    World(VirtualTime time, InMemoryKinesis kinesis, InMemoryLeaseTable table) {
        this.time = time;
        this.kinesis = kinesis;
        this.table = table;
        table.watch(change -> observe(new Observation.RowChanged(change)));
    }

    void check(Invariant invariant) {
        invariants.add(invariant);
    }

    /** The same answer, so much later. */
    <T> CompletionStage<T> late(CompletionStage<T> answer, Duration delay) {
        CompletableFuture<T> late = new CompletableFuture<>();
        answer.whenComplete((value, failure) -> time.schedule(
                () -> {
                    if (failure == null) {
                        late.complete(value);
                    } else {
                        late.completeExceptionally(failure);
                    }
                },
                delay));
        return late;
    }

    void observe(Observation observation) {
        observed++;
        if (recent.size() == REMEMBERED) {
            recent.removeFirst();
        }
        recent.addLast(new Remembered(time.elapsed(), observation));
        if (observation instanceof Observation.Finished finished && finished.completed()) {
            journal(finished.shard().name()).complete(finished.record().sequence());
        } else if (observation instanceof Observation.GivenUp given) {
            journal(given.shard().name()).complete(given.sequence());
        }
        for (Invariant invariant : invariants) {
            try {
                invariant.observe(observation);
            } catch (Violation broken) {
                // thrown inside a worker it would only look like a bug of that worker's
                if (violation == null) {
                    violation = broken;
                }
            }
        }
    }

    /** A worker said something. What it says to have skipped is given up. */
    void said(String worker, WorkerEvent event) {
        if (event instanceof WorkerEvent.Skipped skipped) {
            journal(skipped.shard().name())
                    .from(skipped.sequence(), skipped.records())
                    .forEach(record -> observe(new Observation.GivenUp(worker, skipped.shard(), record.sequence())));
        }
        observe(new Observation.Said(worker, event));
    }

    /** The first invariant that was broken, null while all hold. */
    @Nullable
    Violation violation() {
        return violation;
    }

    /** Names of the parents of a shard, as they were when it was made. */
    List<String> parents(String shard) {
        return parents.getOrDefault(shard, List.of());
    }

    /** Records that nobody has completed yet. */
    long undone() {
        return journals.values().stream()
                .mapToLong(journal -> journal.size() - journal.completedCount())
                .sum();
    }

    /** How far the fleet has come, for a person. */
    String progress() {
        StringBuilder text = new StringBuilder();
        journals.forEach((shard, journal) -> text.append(shard)
                .append(' ')
                .append(journal.completedCount())
                .append('/')
                .append(journal.size())
                .append("  "));
        return text.toString();
    }

    /** Splits an open shard in its middle: its children. */
    List<String> split(String shard) {
        List<String> children = kinesis.split(STREAM, shard);
        children.forEach(child -> parents.put(child, List.of(shard)));
        observe(new Observation.Resharded("split " + shard + " into " + children));
        return children;
    }

    /** Gives a lease to somebody who is no member. */
    void seize(Lease lease) {
        Lease seized = lease.claimedBy("somebody", lease.leaseTimeout() + "!");
        table.put(seized);
        observe(new Observation.Seized(seized));
    }

    /** Merges the first two open shards that are neighbours, if there are any. */
    void mergeNeighbours() {
        List<String> open = kinesis.openShards(STREAM);
        for (String one : open) {
            for (String other : open) {
                if (!one.equals(other) && merge(one, other)) {
                    return;
                }
            }
        }
    }

    private boolean merge(String one, String other) {
        String child;
        try {
            child = kinesis.merge(STREAM, one, other);
        } catch (InvalidArgumentException notNeighbours) {
            return false;
        }
        parents.put(child, List.of(one, other));
        observe(new Observation.Resharded("merged " + one + " and " + other + " into " + child));
        return true;
    }

    StoredRecord put(String key, String text) {
        StoredRecord record = kinesis.put(STREAM, key, text);
        journal(record.shard()).put(record);
        puts++;
        observe(new Observation.Put(record));
        return record;
    }

    /** Puts many records in one; each of them is a record of its own for the journal and for whoever observes. */
    void putAggregated(List<UserRecord> users) {
        StoredRecord aggregate = kinesis.putAggregated(STREAM, users);
        for (int i = 0; i < users.size(); i++) {
            UserRecord user = users.get(i);
            StoredRecord record = new StoredRecord(
                    aggregate.shard(),
                    aggregate.sequence().part(i),
                    user.partitionKey(),
                    user.data(),
                    aggregate.arrival());
            journal(record.shard()).put(record);
            puts++;
            observe(new Observation.Put(record));
        }
    }

    /** How many things have happened. */
    long observed() {
        return observed;
    }

    long puts() {
        return puts;
    }

    ShardJournal journal(String shard) {
        return journals.computeIfAbsent(shard, name -> new ShardJournal());
    }

    boolean allCompleted() {
        return journals.values().stream().allMatch(journal -> journal.firstIncompleteIndex() == journal.size());
    }

    /** Whether all records of a shard are completed and its row says that it is consumed. */
    boolean isConsumed(String shard) {
        return journal(shard).firstIncompleteIndex() == journal(shard).size()
                && table.lease(STREAM_ID.shard(shard)).filter(Lease::ended).isPresent();
    }

    /** Whether every closed shard is marked as consumed and every other one is committed to its last record. */
    boolean allCommitted() {
        for (String shard : kinesis.shards(STREAM)) {
            Lease lease = table.lease(new ShardId(STREAM_ID, shard)).orElse(null);
            if (lease == null) {
                return false;
            }
            boolean open = kinesis.openShards(STREAM).contains(shard);
            if (!open && !lease.ended()) {
                return false;
            }
            ShardJournal journal = journal(shard);
            if (open
                    && journal.size() > 0
                    && (lease.checkpoint() == null || journal.lastIndexUpTo(lease.checkpoint()) < journal.size() - 1)) {
                return false;
            }
        }
        return true;
    }

    /** The last things that happened, oldest first. */
    List<String> recent() {
        return recent.stream().map(Remembered::toString).toList();
    }
}
