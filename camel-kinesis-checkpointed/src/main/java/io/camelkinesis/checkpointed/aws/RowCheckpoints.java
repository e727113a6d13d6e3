// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import io.camelkinesis.engine.consume.Delivery;
import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Makes the checkpoints that routes store together with their own writes. Their owner is one worker. */
public final class RowCheckpoints {

    private static final Logger LOG = LoggerFactory.getLogger(RowCheckpoints.class);

    /**
     * Tries of one transaction: another write to the row may be under way, such as the worker's own commit of records
     * without a transaction, or the row may hold a text that no condition can compare.
     */
    private static final int TRIES = 5;

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);
    private static final String CONDITION_FAILED = "ConditionalCheckFailed";
    private static final String CONFLICT = "TransactionConflict";

    private final DynamoDbClient client;
    private final String table;
    private final ShardKeys shardKeys;
    private final Supplier<String> leaseTimeout;
    private final String clientId;
    private final @Nullable String obstacle;

    /**
     * @param client of the lease table
     * @param table name or ARN of the lease table
     * @param shardKeys where the rows stand
     * @param leaseTimeout the LeaseTimeout of a write that is made now
     * @param clientId the worker
     * @param obstacle why no checkpoint can be stored in this way, null when all can
     */
    RowCheckpoints(
            DynamoDbClient client,
            String table,
            ShardKeys shardKeys,
            Supplier<String> leaseTimeout,
            String clientId,
            @Nullable String obstacle) {
        this.client = client;
        this.table = table;
        this.shardKeys = shardKeys;
        this.leaseTimeout = leaseTimeout;
        this.clientId = clientId;
        this.obstacle = obstacle;
    }

    /** The checkpoint behind the last record of a delivery. */
    public KinesisCheckpoint behind(Delivery delivery) {
        return new OfDelivery(delivery);
    }

    private Optional<Lease> read(ShardId shard) {
        GetItemResponse row = client.getItem(g -> g.tableName(table)
                .key(RowWrite.key(shard.stream().tableKey(), shardKeys.of(shard)))
                .consistentRead(true)
                .overrideConfiguration(o -> o.apiCallTimeout(CALL_TIMEOUT)));
        return row.hasItem() ? Optional.of(lease(shard, row.item())) : Optional.empty();
    }

    private static Lease lease(ShardId shard, Map<String, AttributeValue> row) {
        return LeaseRow.read(shard.stream(), row, new Oddities());
    }

    private final class OfDelivery implements KinesisCheckpoint {

        private final Delivery delivery;
        private final ShardId shard;
        private final SequenceNumber end;

        private OfDelivery(Delivery delivery) {
            this.delivery = delivery;
            this.shard = delivery.shard();
            this.end = delivery.records().get(delivery.records().size() - 1).checkpoint();
        }

        /** The last record of the service that is done with this delivery, null when it lies inside of one. */
        private @Nullable SequenceNumber whole() {
            SequenceNumber whole = null;
            for (StreamRecord record : delivery.records()) {
                whole = record.checkpoint().isPartial() ? whole : record.checkpoint();
            }
            return whole;
        }

        @Override
        public TransactWriteItem item() {
            return inTransaction(
                    LeaseRow.advance(shard, clientId, delivery.leaseEpoch(), end, whole(), leaseTimeout.get()));
        }

        private TransactWriteItem inTransaction(RowWrite write) {
            if (obstacle != null) {
                throw new IllegalStateException("The checkpoint of " + shard
                        + " cannot be stored in a transaction of the" + " route: " + obstacle);
            }
            delivery.storedByRoute();
            return write.at(shardKeys.of(shard)).inTransaction(table);
        }

        @Override
        public boolean storeWith(TransactWriteItem... writes) {
            TransactWriteItem checkpoint = item();
            for (int tries = 1; true; tries++) {
                try {
                    send(checkpoint, writes);
                    return true;
                } catch (TransactionCanceledException cancelled) {
                    CancellationReason reason = reasonOf(cancelled);
                    boolean last = tries == TRIES;
                    if (reason != null && CONDITION_FAILED.equals(reason.code())) {
                        Lease row = reason.hasItem() ? lease(shard, reason.item()) : null;
                        if (isBehind(row)) {
                            return false;
                        }
                        if (last || row == null || !row.isHeldBy(clientId, delivery.leaseEpoch())) {
                            throw refused(row, cancelled);
                        }
                        // what is stored is before this, but no condition can tell: state it letter by letter
                        checkpoint =
                                inTransaction(LeaseRow.commit(row, row.committedAt(end, whole(), leaseTimeout.get())));
                    } else if (last || !isConflict(cancelled)) {
                        throw cancelled;
                    }
                }
            }
        }

        private void send(TransactWriteItem checkpoint, TransactWriteItem... writes) {
            List<TransactWriteItem> items = new ArrayList<>(writes.length + 1);
            items.add(checkpoint);
            items.addAll(List.of(writes));
            client.transactWriteItems(
                    t -> t.transactItems(items).overrideConfiguration(o -> o.apiCallTimeout(CALL_TIMEOUT)));
        }

        /** Why the checkpoint was not stored; null where the service does not tell. */
        private @Nullable CancellationReason reasonOf(TransactionCanceledException cancelled) {
            return cancelled.cancellationReasons().isEmpty()
                    ? null
                    : cancelled.cancellationReasons().get(0);
        }

        /** Nothing but other writes under way at the same moment kept it from being stored. */
        private boolean isConflict(TransactionCanceledException cancelled) {
            return cancelled.cancellationReasons().stream().anyMatch(reason -> CONFLICT.equals(reason.code()))
                    && cancelled.cancellationReasons().stream()
                            .allMatch(reason -> CONFLICT.equals(reason.code()) || "None".equals(reason.code()));
        }

        private CheckpointRefusedException refused(@Nullable Lease row, TransactionCanceledException cancelled) {
            return new CheckpointRefusedException(
                    "The checkpoint of " + shard + " was not moved to " + end
                            + ", and nothing was stored: this worker is "
                            + clientId + " under epoch " + delivery.leaseEpoch() + ", the row "
                            + (row == null
                                    ? "is gone"
                                    : "is held by " + row.owner() + " under epoch " + row.epoch()
                                            + (row.ended() ? ", ended" : ""))
                            + ". Whoever holds the lease delivers the record",
                    cancelled);
        }

        private boolean isBehind(@Nullable Lease row) {
            SequenceNumber stored = row == null ? null : row.checkpoint();
            return stored != null && stored.compareTo(end) >= 0;
        }

        @Override
        public boolean isStored() {
            Lease row = read(shard).orElse(null);
            if (isBehind(row)) {
                return true;
            }
            if (row != null && row.isHeldBy(clientId, delivery.leaseEpoch()) && isSubSequenceUnnamed(row)) {
                nameSubSequence(row);
            }
            return false;
        }

        /** Whether the row of another program leaves open in which record its sub-sequence lies. */
        private boolean isSubSequenceUnnamed(Lease row) {
            SequenceNumber stored = row.checkpoint();
            return stored != null && stored.isPartial() && row.aggregateText() == null;
        }

        /** Says the same in our words, so that the next {@link #item()} fits. */
        private void nameSubSequence(Lease row) {
            Lease named = row.committedAt(Objects.requireNonNull(row.checkpoint()), null, leaseTimeout.get());
            try {
                client.updateItem(
                        LeaseRow.commit(row, named).at(shardKeys.of(shard)).update(table, CALL_TIMEOUT));
            } catch (ConditionalCheckFailedException changedMeanwhile) {
                LOG.debug("{} has changed meanwhile", shard, changedMeanwhile);
            }
        }

        @Override
        public String toString() {
            return "KinesisCheckpoint[" + shard + " to " + end + "]";
        }
    }
}
