// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.lease;

import io.camelkinesis.engine.model.GroupStart;
import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Member;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.model.StreamIdentity;
import io.camelkinesis.engine.runtime.TaskScheduler;
import io.camelkinesis.engine.table.LeaseStore;
import io.camelkinesis.engine.table.LeaseTableView;
import io.camelkinesis.engine.table.LeaseWrite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One worker's connection to an {@link InMemoryLeaseTable}: each call reaches the table after half of the latency and is
 * answered after the other half, unless the fault plan says otherwise or the table has a {@link InMemoryLeaseTable#limit limit}. On virtual time a run is the same every time.
 */
public final class InMemoryLeaseStore implements LeaseStore {

    /** Bytes of rows that one answer of DynamoDB holds. */
    private static final long PAGE_BYTES = 1 << 20;

    private final Map<StreamId, Reading> unfinished = new HashMap<>();
    private final long pageBytes;

    private final InMemoryLeaseTable table;
    private final TaskScheduler scheduler;
    private final Duration halfLatency;
    private final LeaseFault.Plan faults;

    /**
     * @param table the rows
     * @param scheduler where calls are done and answered
     * @param latency how long a call takes; zero means: answered as the next task
     * @param faults what happens to calls
     */
    public InMemoryLeaseStore(
            InMemoryLeaseTable table, TaskScheduler scheduler, Duration latency, LeaseFault.Plan faults) {
        this(table, scheduler, latency, faults, PAGE_BYTES);
    }

    /**
     * As the other, with answers of another size.
     *
     * @param pageBytes bytes of rows that one answer of {@link #view} holds at most
     */
    public InMemoryLeaseStore(
            InMemoryLeaseTable table,
            TaskScheduler scheduler,
            Duration latency,
            LeaseFault.Plan faults,
            long pageBytes) {
        this.pageBytes = pageBytes;
        this.table = table;
        this.scheduler = scheduler;
        this.halfLatency = latency.dividedBy(2);
        this.faults = faults;
    }

    /** A connection without latency and faults. */
    public InMemoryLeaseStore(InMemoryLeaseTable table, TaskScheduler scheduler) {
        this(table, scheduler, Duration.ZERO, LeaseFault.Plan.NO_FAULTS);
    }

    @Override
    public CompletionStage<LeaseTableView> view(StreamId stream) {
        return pages(stream);
    }

    @Override
    public CompletionStage<List<Member>> members(StreamId stream) {
        return call(
                LeaseOperation.MEMBERS,
                CapacityUnits.consistentRead(table.bytesOfMembers(stream)),
                () -> table.members(stream));
    }

    @Override
    public CompletionStage<List<Member>> glance(StreamId stream) {
        return call(
                LeaseOperation.GLANCE, CapacityUnits.read(table.bytesOfMembers(stream)), () -> table.members(stream));
    }

    @Override
    public CompletionStage<Optional<Lease>> read(ShardId shard) {
        return call(LeaseOperation.READ, 1, () -> table.lease(shard));
    }

    @Override
    public CompletionStage<GroupStart> begin(StreamId stream, Position wanted) {
        return call(LeaseOperation.BEGIN, 1, () -> table.begin(stream, wanted));
    }

    @Override
    public CompletionStage<Optional<StreamIdentity>> identity(StreamId stream, @Nullable StreamIdentity toLearn) {
        return call(LeaseOperation.IDENTITY, 1, () -> table.identity(stream, toLearn));
    }

    @Override
    public CompletionStage<LeaseWrite> claim(Lease seen, String clientId, long epoch) {
        return write(LeaseOperation.CLAIM, () -> table.claim(seen, clientId, epoch));
    }

    @Override
    public CompletionStage<LeaseWrite> commit(Lease held, SequenceNumber checkpoint, @Nullable SequenceNumber whole) {
        SequenceNumber before = held.checkpoint();
        if (before != null && checkpoint.compareTo(before) < 0) {
            throw new IllegalArgumentException(
                    "The checkpoint of " + held.shard() + " would move back from " + before + " to " + checkpoint);
        }
        return write(LeaseOperation.COMMIT, () -> table.commit(held, checkpoint, whole));
    }

    @Override
    public CompletionStage<LeaseWrite> release(Lease held) {
        return write(LeaseOperation.RELEASE, () -> table.release(held));
    }

    @Override
    public CompletionStage<LeaseWrite> end(Lease held) {
        return write(LeaseOperation.END, () -> table.end(held));
    }

    @Override
    public CompletionStage<LeaseWrite> retire(Lease seen) {
        return write(LeaseOperation.RETIRE, () -> table.retire(seen));
    }

    @Override
    public CompletionStage<LeaseWrite> restore(Lease ended) {
        return write(LeaseOperation.RESTORE, () -> table.restore(ended));
    }

    @Override
    public CompletionStage<Boolean> beat(StreamId stream, Member member) {
        return call(LeaseOperation.BEAT, 1, () -> table.beat(stream, member));
    }

    @Override
    public CompletionStage<Boolean> leave(StreamId stream, Member member) {
        return call(LeaseOperation.LEAVE, 1, () -> table.leave(stream, member));
    }

    private CompletionStage<LeaseWrite> write(LeaseOperation operation, Supplier<LeaseWrite> action) {
        return call(operation, 1, action)
                .exceptionally(failure -> failure instanceof ThrottledException
                        ? new LeaseWrite.Throttled(failure)
                        : new LeaseWrite.Unknown(failure));
    }

    /** The service does it, but nobody will hear how it went. */
    private static <T> void doUnheard(Supplier<T> action) {
        T unusedAnswer = action.get();
    }

    private int pagesOf(StreamId stream) {
        return (int) (table.bytesOf(stream) / pageBytes) + 1;
    }

    /** Pages that were read of a stream, the next of which was refused. */
    private static final class Reading {
        private final Duration begun;
        private final List<Lease> leases = new ArrayList<>();
        private int pages;

        private Reading(Duration begun) {
            this.begun = begun;
        }
    }

    /** Reads all rows page by page. When a page is refused, those before it are kept for the next call, for a while. */
    private CompletionStage<LeaseTableView> pages(StreamId stream) {
        Duration now = table.now();
        Reading left = unfinished.remove(stream);
        boolean isFresh = left != null && now.minus(left.begun).compareTo(LeaseTableView.MOST_AGE) <= 0;
        CompletableFuture<LeaseTableView> view = new CompletableFuture<>();
        page(stream, isFresh ? left : new Reading(now), now, view);
        return view;
    }

    private void page(StreamId stream, Reading reading, Duration asked, CompletableFuture<LeaseTableView> view) {
        int pages = pagesOf(stream);
        double units = CapacityUnits.read(table.bytesOf(stream)) / pages;
        call(LeaseOperation.VIEW, units, () -> table.view(stream)).whenComplete((rows, failure) -> {
            if (failure != null) {
                if (reading.pages > 0) {
                    unfinished.put(stream, reading);
                }
                view.completeExceptionally(failure);
                return;
            }
            reading.pages++;
            boolean isLast = reading.pages >= pages;
            int most = isLast ? Integer.MAX_VALUE : rows.leases().size() / pages + 1;
            ShardId behind = reading.leases.isEmpty()
                    ? null
                    : reading.leases.get(reading.leases.size() - 1).shard();
            rows.leases().stream()
                    .filter(row -> behind == null || row.shard().compareTo(behind) > 0)
                    .limit(most)
                    .forEach(reading.leases::add);
            if (isLast) {
                view.complete(new LeaseTableView(
                        reading.leases, rows.members(), rows.oddities(), asked.minus(reading.begun)));
            } else {
                page(stream, reading, asked, view);
            }
        });
    }

    /** @param units what it costs, if the table takes it */
    private <T> CompletionStage<T> call(LeaseOperation operation, double units, Supplier<T> action) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        LeaseFault fault = faults.next(operation);
        if (fault instanceof LeaseFault.RequestLost lost) {
            timeOut(answer, operation, lost.timeout());
        } else if (fault instanceof LeaseFault.ReplyLost lost) {
            after(halfLatency, () -> doUnheard(action));
            timeOut(answer, operation, lost.timeout());
        } else if (fault instanceof LeaseFault.LateWrite late) {
            after(late.arrival(), () -> doUnheard(action));
            timeOut(answer, operation, late.timeout());
        } else if (fault instanceof LeaseFault.Rejected) {
            after(halfLatency.multipliedBy(2), () -> answer.completeExceptionally(new ThrottledException(operation)));
        } else {
            Duration back = fault instanceof LeaseFault.LateReply late ? late.delay() : halfLatency;
            after(halfLatency, () -> {
                if (table.admits(operation.isWrite(), units)) {
                    T result = action.get();
                    after(back, () -> answer.complete(result));
                } else {
                    after(back, () -> answer.completeExceptionally(new ThrottledException(operation)));
                }
            });
        }
        return answer;
    }

    private void timeOut(CompletableFuture<?> answer, LeaseOperation operation, Duration timeout) {
        after(timeout, () -> answer.completeExceptionally(new TimeoutException("No answer to " + operation)));
    }

    private void after(Duration delay, Runnable task) {
        if (delay.isZero()) {
            scheduler.execute(task);
        } else {
            scheduler.schedule(task, delay);
        }
    }
}
