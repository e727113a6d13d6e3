// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import io.camelkinesis.engine.model.GroupStart;
import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Member;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.model.StreamIdentity;
import io.camelkinesis.engine.runtime.Clock;
import io.camelkinesis.engine.table.LeaseStore;
import io.camelkinesis.engine.table.LeaseTableView;
import io.camelkinesis.engine.table.LeaseWrite;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * The lease table in DynamoDB.
 *
 * <p>Every write is one conditional UpdateItem or DeleteItem, sent once: who asked for it decides when it is tried again. Its
 * outcome is told from the row: when a condition does not hold but the row is exactly what the write would have made of it,
 * an earlier try whose reply was lost has been applied, and the outcome is Applied. A throttle is {@link
 * LeaseWrite.Throttled}; everything else but a clear yes or no is {@link LeaseWrite.Unknown}, also where the service says that
 * it did not even try (missing permissions, a missing table): reading the row back is right in any case.
 */
public final class DynamoDbLeaseStore implements LeaseStore {

    private static final Logger LOG = LoggerFactory.getLogger(DynamoDbLeaseStore.class);

    private static final int CALLS_PER_LEASE_PERIOD = 3;
    /** For calls that no lease waits for; the first one may have to find credentials and open connections. */
    private static final Duration UNHURRIED = Duration.ofSeconds(10);

    private final LeaseTableClients clients;
    private final String table;
    private final Duration leasePeriod;
    private final Duration callTimeout;
    private final Executor calls;
    private final Executor heartbeats;
    private final Clock clock;
    private final StreamRows rows;
    private final TablePages pages;
    private final ShardKeys shardKeys = new ShardKeys();

    /** With one client for all. */
    public DynamoDbLeaseStore(
            DynamoDbClient client,
            String table,
            Duration leasePeriod,
            Executor calls,
            Executor heartbeats,
            Clock clock) {
        this(LeaseTableClients.of(client), table, leasePeriod, calls, heartbeats, clock);
    }

    /**
     * @param clients stay the caller's
     * @param table name or ARN of the table; see {@link LeaseTable}
     * @param leasePeriod how far ahead LeaseTimeout is written; a third of it bounds each write, retries included
     * @param calls runs all calls but heartbeats and completes their stages; bounded by its owner
     * @param heartbeats the same for heartbeats and looks at members; a pool of its own, because a thousand commits that
     *     wait for a slow table must not cost all leases
     * @param clock for the times that people read
     */
    public DynamoDbLeaseStore(
            LeaseTableClients clients,
            String table,
            Duration leasePeriod,
            Executor calls,
            Executor heartbeats,
            Clock clock) {
        this.clients = clients;
        this.table = table;
        this.leasePeriod = leasePeriod;
        this.callTimeout = leasePeriod.dividedBy(CALLS_PER_LEASE_PERIOD);
        this.calls = calls;
        this.heartbeats = heartbeats;
        this.clock = clock;
        this.rows = new StreamRows(clients.others(), table);
        this.pages = new TablePages(page -> query(clients.leases(), page, UNHURRIED), table, clock);
    }

    @Override
    public CompletionStage<LeaseTableView> view(StreamId stream) {
        return async(calls, () -> {
            Oddities oddities = new Oddities();
            ShardKeys.Reading shards = shardKeys.reading(stream, oddities);
            List<Member> members = new ArrayList<>();
            TablePages.Rows read = pages.read(stream.tableKey(), wholeStream(stream));
            for (Map<String, AttributeValue> row : read.rows()) {
                String key = row.get(Columns.SHARD).s();
                if (key.equals(Columns.GROUP_ROW)) {
                    GroupRow.read(row, oddities);
                } else if (key.startsWith(Columns.MEMBER_PREFIX)) {
                    members.add(MemberRow.read(row, oddities));
                } else {
                    shards.add(row);
                }
            }
            return new LeaseTableView(List.copyOf(shards.leases()), members, oddities.sentences(), read.age());
        });
    }

    @Override
    public CompletionStage<List<Member>> members(StreamId stream) {
        return members(stream, true);
    }

    @Override
    public CompletionStage<List<Member>> glance(StreamId stream) {
        return members(stream, false);
    }

    private CompletionStage<List<Member>> members(StreamId stream, boolean consistent) {
        QueryRequest request = QueryRequest.builder()
                .keyConditionExpression("#stream = :stream AND begins_with(#shard, :prefix)")
                .expressionAttributeNames(Map.of("#stream", Columns.STREAM, "#shard", Columns.SHARD))
                .expressionAttributeValues(Map.of(
                        ":stream", AttributeValue.fromS(stream.tableKey()),
                        ":prefix", AttributeValue.fromS(Columns.MEMBER_PREFIX)))
                .consistentRead(consistent)
                .build();
        // a member row says that its worker lived when it was read: nothing is kept for the next call
        TablePages whole = new TablePages(page -> query(clients.heartbeats(), page, callTimeout), table, clock);
        return async(heartbeats, () -> whole.read(stream.tableKey(), request).rows().stream()
                .map(row -> MemberRow.read(row, new Oddities()))
                .toList());
    }

    private static QueryRequest wholeStream(StreamId stream) {
        return QueryRequest.builder()
                .keyConditionExpression("#stream = :stream")
                .expressionAttributeNames(Map.of("#stream", Columns.STREAM))
                .expressionAttributeValues(Map.of(":stream", AttributeValue.fromS(stream.tableKey())))
                .build();
    }

    private static QueryResponse query(DynamoDbClient client, QueryRequest request, Duration timeout) {
        return client.query(request.toBuilder()
                .overrideConfiguration(o -> o.apiCallTimeout(timeout))
                .build());
    }

    @Override
    public CompletionStage<Optional<Lease>> read(ShardId shard) {
        return async(calls, () -> {
            GetItemResponse response = get(clients.leases(), shard.stream(), shardKeys.of(shard));
            return response.hasItem()
                    ? Optional.of(LeaseRow.read(shard.stream(), response.item(), new Oddities()))
                    : Optional.empty();
        });
    }

    /** Key of the shard's row, as {@link #view} saw it. */
    String rowKey(ShardId shard) {
        return shardKeys.of(shard);
    }

    private GetItemResponse get(DynamoDbClient client, StreamId stream, String rowKey) {
        return client.getItem(g -> g.tableName(table)
                .key(RowWrite.key(stream.tableKey(), rowKey))
                .consistentRead(true)
                .overrideConfiguration(o -> o.apiCallTimeout(UNHURRIED)));
    }

    @Override
    public CompletionStage<GroupStart> begin(StreamId stream, Position wanted) {
        return async(calls, () -> {
            GetItemResponse response = get(clients.others(), stream, Columns.GROUP_ROW);
            GroupStart stored = response.hasItem() ? GroupRow.read(response.item(), new Oddities()) : null;
            if (stored != null) {
                return stored;
            }
            boolean begunElsewhere = wanted instanceof Position.Latest && rows.holdsShards(stream.tableKey());
            GroupStart decided =
                    GroupRow.decided(begunElsewhere ? Position.TRIM_HORIZON : wanted, ServiceTime.of(response, clock));
            try {
                clients.others().updateItem(GroupRow.begin(stream, decided).update(table, UNHURRIED));
            } catch (ConditionalCheckFailedException decidedByAnother) {
                return Objects.requireNonNull(GroupRow.read(decidedByAnother.item(), new Oddities()));
            }
            if (begunElsewhere) {
                warnNotLatest(stream);
            }
            return decided;
        });
    }

    @Override
    public CompletionStage<Optional<StreamIdentity>> identity(StreamId stream, @Nullable StreamIdentity toLearn) {
        return async(calls, () -> {
            GetItemResponse response = get(clients.others(), stream, Columns.GROUP_ROW);
            StreamIdentity stored = response.hasItem() ? GroupRow.identity(response.item()) : null;
            if (stored != null || toLearn == null) {
                return Optional.ofNullable(stored);
            }
            try {
                clients.others().updateItem(GroupRow.identify(stream, toLearn).update(table, UNHURRIED));
                return Optional.of(toLearn);
            } catch (ConditionalCheckFailedException e) {
                return e.hasItem() ? Optional.ofNullable(GroupRow.identity(e.item())) : Optional.empty();
            }
        });
    }

    /** When another program began nobody knows: LATEST, now, would skip what came since in shards without a checkpoint. */
    private void warnNotLatest(StreamId stream) {
        LOG.warn(
                "{}: the lease table {} holds rows that another program has left. Shards without a checkpoint are read"
                        + " from the oldest record and not from LATEST, which could skip records",
                ServiceFailure.line(stream.toString()),
                ServiceFailure.line(table));
    }

    @Override
    public CompletionStage<LeaseWrite> claim(Lease seen, String clientId, long epoch) {
        return update(
                seen.shard(),
                LeaseRow.claim(seen, clientId, epoch, leaseTimeout()),
                now -> now.isHeldBy(clientId, epoch));
    }

    @Override
    public CompletionStage<LeaseWrite> commit(Lease held, SequenceNumber checkpoint, @Nullable SequenceNumber whole) {
        SequenceNumber before = held.checkpoint();
        if (before != null && checkpoint.compareTo(before) < 0) {
            throw new IllegalArgumentException(
                    "The checkpoint of " + held.shard() + " would move back from " + before + " to " + checkpoint);
        }
        String owner = Objects.requireNonNull(held.owner());
        return update(
                held.shard(),
                LeaseRow.commit(held, held.committedAt(checkpoint, whole, leaseTimeout())),
                now -> now.isHeldBy(owner, held.epoch()) && checkpoint.equals(now.checkpoint()));
    }

    @Override
    public CompletionStage<LeaseWrite> release(Lease held) {
        return update(held.shard(), LeaseRow.release(held), now -> now.isFree() && now.epoch() == held.epoch());
    }

    @Override
    public CompletionStage<LeaseWrite> end(Lease held) {
        return update(
                held.shard(),
                LeaseRow.end(held, forPeople(clock.now())),
                now -> now.ended() && now.owner() == null && now.epoch() == held.epoch());
    }

    private CompletionStage<LeaseWrite> update(ShardId shard, RowWrite write, Predicate<Lease> alreadyDone) {
        return outcome(() -> {
            try {
                var response = clients.leases()
                        .updateItem(once(write.at(shardKeys.of(shard)).update(table, callTimeout)));
                return new LeaseWrite.Applied(LeaseRow.read(shard.stream(), response.attributes(), new Oddities()));
            } catch (ConditionalCheckFailedException e) {
                if (!e.hasItem()) {
                    return new LeaseWrite.Refused(null);
                }
                Lease now = LeaseRow.read(shard.stream(), e.item(), new Oddities());
                return alreadyDone.test(now) ? new LeaseWrite.Applied(now) : new LeaseWrite.Refused(now);
            }
        });
    }

    @Override
    public CompletionStage<LeaseWrite> retire(Lease seen) {
        return outcome(() -> {
            try {
                clients.leases()
                        .deleteItem(once(LeaseRow.retire(seen)
                                .at(shardKeys.of(seen.shard()))
                                .delete(table, callTimeout)));
                return new LeaseWrite.Applied(seen);
            } catch (ConditionalCheckFailedException e) {
                return new LeaseWrite.Refused(
                        e.hasItem() ? LeaseRow.read(seen.shard().stream(), e.item(), new Oddities()) : null);
            }
        });
    }

    @Override
    public CompletionStage<LeaseWrite> restore(Lease ended) {
        return update(
                ended.shard(),
                LeaseRow.restore(ended, forPeople(clock.now())),
                now -> now.ended() && now.owner() == null && now.epoch() == ended.epoch());
    }

    @Override
    public CompletionStage<Boolean> beat(StreamId stream, Member member) {
        Instant now = forPeople(clock.now());
        return async(heartbeats, () -> {
            try {
                clients.heartbeats()
                        .updateItem(MemberRow.beat(stream, member, now).update(table, callTimeout));
                return true;
            } catch (ConditionalCheckFailedException e) {
                Member stored = MemberRow.read(e.item(), new Oddities());
                return stored.beat() == member.beat()
                        && MemberRow.seenAt(member, now).equals(stored.seenAt());
            }
        });
    }

    @Override
    public CompletionStage<Boolean> leave(StreamId stream, Member member) {
        return async(calls, () -> {
            try {
                clients.heartbeats().deleteItem(MemberRow.leave(stream, member).delete(table, callTimeout));
                return true;
            } catch (ConditionalCheckFailedException rowHasGoneOn) {
                return false;
            }
        });
    }

    /**
     * The checkpoints that routes of a worker store in transactions of theirs.
     *
     * @param obstacle why none can be, null when all can
     */
    public RowCheckpoints checkpoints(String clientId, @Nullable String obstacle) {
        return new RowCheckpoints(clients.others(), table, shardKeys, this::leaseTimeout, clientId, obstacle);
    }

    private String leaseTimeout() {
        return forPeople(clock.now().plus(leasePeriod)).toString();
    }

    private static Instant forPeople(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS);
    }

    /** A throttle says that nothing was done; of more than one try only the last says so. */
    private static boolean isRefusedUntried(RuntimeException failure) {
        return failure instanceof SdkServiceException refused
                && refused.isThrottlingException()
                && Objects.equals(refused.numAttempts(), 1);
    }

    private UpdateItemRequest once(UpdateItemRequest request) {
        return clients.sendOnce()
                ? request
                : request.toBuilder().overrideConfiguration(sentOnce(request)).build();
    }

    private DeleteItemRequest once(DeleteItemRequest request) {
        return clients.sendOnce()
                ? request
                : request.toBuilder().overrideConfiguration(sentOnce(request)).build();
    }

    /** The same, whatever a given client does by itself: a table that takes less than is asked for must not be asked more often. */
    private static AwsRequestOverrideConfiguration sentOnce(AwsRequest request) {
        return request.overrideConfiguration()
                .map(AwsRequestOverrideConfiguration::toBuilder)
                .orElseGet(AwsRequestOverrideConfiguration::builder)
                .addPlugin(SignedAgain.plugin())
                .build();
    }

    private CompletionStage<LeaseWrite> outcome(Supplier<LeaseWrite> write) {
        return async(calls, () -> {
                    try {
                        return write.get();
                    } catch (RuntimeException e) {
                        return isRefusedUntried(e) ? new LeaseWrite.Throttled(e) : new LeaseWrite.Unknown(e);
                    }
                })
                .exceptionally(LeaseWrite.Unknown::new);
    }

    private static <T> CompletableFuture<T> async(Executor executor, Supplier<T> call) {
        try {
            return CompletableFuture.supplyAsync(call, executor);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
