// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.table;

import io.camelkinesis.engine.model.GroupStart;
import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Member;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.model.StreamIdentity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A lease table whose every answer a test can hold back: a held call waits until the test says when the table does what was
 * asked, what the caller hears, and which of the two comes first. Calls that are not held are done and answered at once.
 */
public final class FakeLeaseTable implements LeaseStore {

    public final Map<ShardId, Lease> rows = new TreeMap<>();
    public final Map<StreamId, Map<String, Member>> members = new TreeMap<>();
    public final Map<StreamId, StreamIdentity> identities = new TreeMap<>();
    /** Every call in order: its name, and for shards the shard and the checkpoint. */
    public final List<String> calls = new ArrayList<>();

    private final List<Call<?>> waiting = new ArrayList<>();
    private final Set<String> held = new HashSet<>();

    /** A call on its way. */
    public static final class Call<T> {
        private final String name;
        private final Supplier<T> effect;
        private final T lost;
        private final CompletableFuture<T> reply = new CompletableFuture<>();
        private boolean performed;
        private T result;

        private Call(String name, Supplier<T> effect, T lost) {
            this.name = name;
            this.effect = effect;
            this.lost = lost;
        }

        /** The table does what was asked; the caller hears nothing yet. */
        public Call<T> perform() {
            if (!performed) {
                performed = true;
                result = effect.get();
            }
            return this;
        }

        public boolean isAnswered() {
            return reply.isDone();
        }

        /** The caller hears what came of it; it is done now if it was not done before. */
        public void answer() {
            perform();
            reply.complete(result);
        }

        /** The caller hears that the condition did not hold, whatever the table thinks. */
        public void refuse(Lease current) {
            @SuppressWarnings("unchecked")
            T refused = (T) new LeaseWrite.Refused(current);
            reply.complete(refused);
        }

        /** The caller hears that the table did not even try. */
        public void throttle() {
            @SuppressWarnings("unchecked")
            T throttled = (T) new LeaseWrite.Throttled(new IllegalStateException("throttled " + name));
            reply.complete(throttled);
        }

        /** The caller hears that there was no answer; whether it is done is another matter. */
        public void lose() {
            if (lost != null) {
                reply.complete(lost);
            } else {
                reply.completeExceptionally(new IllegalStateException("no answer to " + name));
            }
        }
    }

    /** Calls with these names wait from now on. */
    public void hold(String... names) {
        held.addAll(List.of(names));
    }

    /** No call waits from now on; those that wait already go on waiting. */
    public void holdNothing() {
        held.clear();
    }

    /** The call that has waited longest. */
    public Call<?> next(String name) {
        for (Call<?> call : waiting) {
            if (call.name.equals(name)) {
                waiting.remove(call);
                return call;
            }
        }
        throw new AssertionError("No " + name + " is waiting; calls so far: " + calls);
    }

    /** How many calls wait for an answer. */
    public int waiting(String name) {
        return (int) waiting.stream().filter(call -> call.name.equals(name)).count();
    }

    /** Whether any call waits for an answer. */
    public boolean isWaiting() {
        return !waiting.isEmpty();
    }

    /** The call that waits at this place, whatever it is. */
    public Call<?> any(int place) {
        return waiting.remove(place % waiting.size());
    }

    /** How many calls of this name there were. */
    public int count(String name) {
        return (int) calls.stream()
                .filter(call -> call.equals(name) || call.startsWith(name + " "))
                .count();
    }

    public Lease row(ShardId shard) {
        return rows.get(shard);
    }

    public void put(Lease row) {
        rows.put(row.shard(), row);
    }

    public Map<String, Member> members(String stream) {
        return membersOf(StreamId.of(stream));
    }

    private Map<String, Member> membersOf(StreamId stream) {
        return members.computeIfAbsent(stream, id -> new TreeMap<>());
    }

    @Override
    public CompletionStage<LeaseTableView> view(StreamId stream) {
        return call("view", "", () -> new LeaseTableView(leasesOf(stream), memberList(stream), List.of()), null);
    }

    private List<Lease> leasesOf(StreamId stream) {
        return rows.values().stream()
                .filter(row -> row.shard().stream().equals(stream))
                .toList();
    }

    private List<Member> memberList(StreamId stream) {
        return List.copyOf(membersOf(stream).values());
    }

    @Override
    public CompletionStage<List<Member>> members(StreamId stream) {
        return call("members", "", () -> memberList(stream), null);
    }

    @Override
    public CompletionStage<List<Member>> glance(StreamId stream) {
        return call("glance", "", () -> memberList(stream), null);
    }

    @Override
    public CompletionStage<Optional<Lease>> read(ShardId shard) {
        return call("read", " " + shard.name(), () -> Optional.ofNullable(rows.get(shard)), null);
    }

    @Override
    public CompletionStage<GroupStart> begin(StreamId stream, Position wanted) {
        return call("begin", "", () -> new GroupStart(wanted, Instant.EPOCH), null);
    }

    @Override
    public CompletionStage<Optional<StreamIdentity>> identity(StreamId stream, @Nullable StreamIdentity toLearn) {
        return call(
                "identity",
                "",
                () -> {
                    if (toLearn != null) {
                        identities.putIfAbsent(stream, toLearn);
                    }
                    return Optional.ofNullable(identities.get(stream));
                },
                null);
    }

    @Override
    public CompletionStage<LeaseWrite> claim(Lease seen, String clientId, long epoch) {
        return write("claim", seen, "", row -> {
            boolean asSeen = seen.stored() ? row != null && sameHold(row, seen) : row == null;
            return asSeen ? (row == null ? seen : row).claimedBy(clientId, epoch, "T") : null;
        });
    }

    @Override
    public CompletionStage<LeaseWrite> commit(Lease lease, SequenceNumber checkpoint, @Nullable SequenceNumber whole) {
        return write("commit", lease, " " + checkpoint, row -> {
            boolean asHeld = row != null
                    && sameHold(row, lease)
                    && Objects.equals(row.sequenceText(), lease.sequenceText())
                    && Objects.equals(row.subSequence(), lease.subSequence())
                    && Objects.equals(row.aggregateText(), lease.aggregateText());
            return asHeld ? row.committedAt(checkpoint, whole, "T") : null;
        });
    }

    @Override
    public CompletionStage<LeaseWrite> release(Lease lease) {
        return write("release", lease, "", row -> row != null && sameHold(row, lease) ? row.released() : null);
    }

    @Override
    public CompletionStage<LeaseWrite> end(Lease lease) {
        return write("end", lease, "", row -> row != null && sameHold(row, lease) ? row.consumed() : null);
    }

    @Override
    public CompletionStage<LeaseWrite> retire(Lease seen) {
        return call("retire", " " + seen.shard().name(), () -> retired(seen), unknown());
    }

    @Override
    public CompletionStage<LeaseWrite> restore(Lease ended) {
        return write("restore", ended, "", row -> row == null ? ended.consumed() : null);
    }

    private LeaseWrite retired(Lease seen) {
        Lease row = rows.get(seen.shard());
        if (row == null || !sameHold(row, seen)) {
            return new LeaseWrite.Refused(row);
        }
        rows.remove(seen.shard());
        return new LeaseWrite.Applied(seen);
    }

    @Override
    public CompletionStage<Boolean> beat(StreamId stream, Member member) {
        return call(
                "beat",
                " " + member.beat(),
                () -> {
                    Member row = membersOf(stream).get(member.clientId());
                    boolean applies = row == null || row.beat() < member.beat();
                    if (applies) {
                        membersOf(stream).put(member.clientId(), member);
                    }
                    return applies;
                },
                null);
    }

    @Override
    public CompletionStage<Boolean> leave(StreamId stream, Member member) {
        return call(
                "leave",
                " " + member.beat(),
                () -> {
                    Member row = membersOf(stream).get(member.clientId());
                    boolean applies = row != null && row.beat() == member.beat();
                    if (applies) {
                        membersOf(stream).remove(member.clientId());
                    }
                    return applies;
                },
                null);
    }

    private static boolean sameHold(Lease row, Lease seen) {
        return row.epoch() == seen.epoch() && Objects.equals(row.owner(), seen.owner()) && row.ended() == seen.ended();
    }

    /** What a write makes of a row; null when its condition does not hold. */
    private interface Change {
        Lease of(Lease row);
    }

    private CompletionStage<LeaseWrite> write(String name, Lease lease, String detail, Change change) {
        return call(name, " " + lease.shard().name() + detail, () -> changed(lease.shard(), change), unknown());
    }

    private LeaseWrite changed(ShardId shard, Change change) {
        Lease row = rows.get(shard);
        Lease next = change.of(row);
        if (next == null) {
            return new LeaseWrite.Refused(row);
        }
        rows.put(shard, next);
        return new LeaseWrite.Applied(next);
    }

    private static LeaseWrite unknown() {
        return new LeaseWrite.Unknown(new IllegalStateException("no answer"));
    }

    private <T> CompletionStage<T> call(String name, String detail, Supplier<T> effect, T lost) {
        calls.add(name + detail);
        Call<T> call = new Call<>(name, effect, lost);
        if (held.contains(name)) {
            waiting.add(call);
        } else {
            call.answer();
        }
        return call.reply;
    }
}
