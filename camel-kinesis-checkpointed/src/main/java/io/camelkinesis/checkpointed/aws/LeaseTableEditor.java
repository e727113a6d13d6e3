// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import io.camelkinesis.engine.model.GroupStart;
import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.runtime.Clock;
import io.camelkinesis.engine.table.LeaseWrite;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;

/**
 * Moves positions by hand, within the protocol of the leases: a row is first taken under a higher epoch, from whoever has it,
 * and then given back with its new position. After the first step every write of a former owner is refused, and nobody can
 * claim the row before the second. Blocking; every write is conditional.
 */
public final class LeaseTableEditor {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final DynamoDbClient client;
    private final String table;
    private final DynamoDbLeaseStore store;
    private final Clock clock;

    /**
     * @param client stays the caller's
     * @param table name or ARN of the table
     * @param store on the same table; where a row stands that is keyed by a shard's number is known from its last view
     * @param clock for the times that people read
     */
    public LeaseTableEditor(DynamoDbClient client, String table, DynamoDbLeaseStore store, Clock clock) {
        this.client = client;
        this.table = table;
        this.store = store;
        this.clock = clock;
    }

    /**
     * Where the group began, and what time it is for the service.
     *
     * @throws LeaseTableException if the table does not answer
     */
    public GroupSeen group(StreamId stream) {
        GetItemResponse response = answer(
                stream + "/" + Columns.GROUP_ROW,
                () -> client.getItem(g -> g.tableName(table)
                        .key(RowWrite.key(stream.tableKey(), Columns.GROUP_ROW))
                        .consistentRead(true)
                        .overrideConfiguration(o -> o.apiCallTimeout(TIMEOUT))));
        Instant now = ServiceTime.of(response, clock);
        return response.hasItem()
                ? new GroupSeen(
                        new Item(response.item(), new Oddities()).text(Columns.START_POSITION),
                        GroupRow.read(response.item(), new Oddities()),
                        now)
                : new GroupSeen(null, null, now);
    }

    /**
     * Stores another start of the group.
     *
     * @return whether the row was as seen, or is as wanted already
     * @throws LeaseTableException if the table does not answer
     */
    public boolean restart(StreamId stream, GroupSeen seen, GroupStart start) {
        return answer(stream + "/" + Columns.GROUP_ROW, () -> {
            try {
                client.updateItem(GroupRow.restart(stream, seen, start).update(table, TIMEOUT));
                return true;
            } catch (ConditionalCheckFailedException e) {
                return e.hasItem() && start.equals(GroupRow.read(e.item(), new Oddities()));
            }
        });
    }

    /**
     * Takes a row, of whatever owner, ended or not. Condition: it is as seen, or there is none if it is absent.
     *
     * @param epoch the new epoch, above the one that was seen
     * @param by who holds it from now on; unique for each call of a program
     * @return Applied or Refused
     * @throws LeaseTableException if the table does not answer
     */
    public LeaseWrite take(Lease seen, long epoch, String by) {
        if (epoch <= seen.epoch()) {
            throw new IllegalArgumentException("Epoch " + epoch + " is not above the one of " + seen);
        }
        String timeout = clock.now().truncatedTo(ChronoUnit.MILLIS).toString();
        return write(seen, LeaseRow.take(seen, epoch, by, timeout), now -> now.isHeldBy(by, epoch));
    }

    /**
     * Gives a row back that was taken, with the checkpoint, start position and end of {@code wanted}.
     *
     * @return Applied or Refused
     * @throws LeaseTableException if the table does not answer
     */
    public LeaseWrite place(Lease held, Lease wanted) {
        Instant now = clock.now().truncatedTo(ChronoUnit.MILLIS);
        return write(
                held,
                LeaseRow.place(held, wanted, now),
                row -> row.epoch() == held.epoch() && row.owner() == null && row.ended() == wanted.ended());
    }

    private LeaseWrite write(Lease row, RowWrite write, Predicate<Lease> alreadyDone) {
        StreamId stream = row.shard().stream();
        return answer(row.shard().toString(), () -> {
            try {
                var response =
                        client.updateItem(write.at(store.rowKey(row.shard())).update(table, TIMEOUT));
                return new LeaseWrite.Applied(LeaseRow.read(stream, response.attributes(), new Oddities()));
            } catch (ConditionalCheckFailedException e) {
                if (!e.hasItem()) {
                    return new LeaseWrite.Refused(null);
                }
                Lease now = LeaseRow.read(stream, e.item(), new Oddities());
                return alreadyDone.test(now) ? new LeaseWrite.Applied(now) : new LeaseWrite.Refused(now);
            }
        });
    }

    private <T> T answer(String row, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw new LeaseTableException("Lease table " + table + ", row " + row + ": " + ServiceFailure.text(e), e);
        }
    }
}
