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
import io.camelkinesis.engine.runtime.Backoff;
import io.camelkinesis.engine.runtime.RetryPace;
import io.camelkinesis.engine.runtime.TaskScheduler;
import io.camelkinesis.engine.table.LeaseStore;
import io.camelkinesis.engine.table.LeaseTableView;
import io.camelkinesis.engine.table.LeaseWrite;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
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

    /** As the adapter to DynamoDB does it. */
    private static final Backoff PAGE_RETRY = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(5));

    private static final int PAGE_TRIES = 6;
    /** Bytes of rows that one answer holds. */
    private static final long PAGE_BYTES = 1 << 20;

    private final Random jitter = new Random(1);

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
        return pages(stream, new RetryPace(PAGE_RETRY, jitter), pagesOf(stream));
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
    public CompletionStage<LeaseWrite> claim(Lease seen, String clientId) {
        return write(LeaseOperation.CLAIM, () -> table.claim(seen, clientId));
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
        return (int) (table.bytesOf(stream) / PAGE_BYTES) + 1;
    }

    /** Reads all rows page by page; a page that is refused is asked for again, those that have been read stay. */
    private CompletionStage<LeaseTableView> pages(StreamId stream, RetryPace pace, int left) {
        double units = CapacityUnits.read(table.bytesOf(stream)) / pagesOf(stream);
        CompletableFuture<LeaseTableView> view = new CompletableFuture<>();
        call(LeaseOperation.VIEW, units, () -> table.view(stream)).whenComplete((page, failure) -> {
            if (failure instanceof ThrottledException && pace.failures() < PAGE_TRIES - 1) {
                after(pace.failed(), () -> relay(pages(stream, pace, left), view));
            } else if (failure != null) {
                view.completeExceptionally(failure);
            } else if (left > 1) {
                relay(pages(stream, new RetryPace(PAGE_RETRY, jitter), left - 1), view);
            } else {
                view.complete(page);
            }
        });
        return view;
    }

    private static <T> void relay(CompletionStage<T> from, CompletableFuture<T> to) {
        from.whenComplete((value, failure) -> {
            if (failure != null) {
                to.completeExceptionally(failure);
            } else {
                to.complete(value);
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
