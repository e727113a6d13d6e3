// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.checkpointed.aws.KinesisShardLister;
import io.camelkinesis.checkpointed.aws.LeaseTable;
import io.camelkinesis.checkpointed.aws.LeaseTableBilling;
import io.camelkinesis.checkpointed.aws.LeaseTableException;
import io.camelkinesis.checkpointed.aws.StreamRows;
import io.camelkinesis.checkpointed.aws.StreamRows.Found;
import io.camelkinesis.engine.model.Shard;
import io.camelkinesis.engine.model.StreamSelection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at what a consumer needs before it starts: every stream, every shard that is named, the lease table. So a user
 * reads all that is missing at once.
 */
final class Preflight {

    private static final Logger LOG = LoggerFactory.getLogger(Preflight.class);
    private static final String LEASE_TABLE = "lease table ";

    private final KinesisShardLister lister;
    private final LeaseTable table;
    private final StreamRows rows;
    private final Executor calls;
    private final Executor later;
    private final StartPatience patience;
    private final OptionProblems problems = new OptionProblems();

    /**
     * @param calls runs calls to the table
     * @param later runs what the start does not wait for
     */
    Preflight(
            KinesisShardLister lister,
            LeaseTable table,
            StreamRows rows,
            Executor calls,
            Executor later,
            StartPatience patience) {
        this.lister = lister;
        this.table = table;
        this.rows = rows;
        this.calls = calls;
        this.later = later;
        this.patience = patience;
    }

    /**
     * Looks, and creates the table where that is asked for. Blocks until all have answered or failed for good.
     *
     * @param endpoint for the message
     * @return the selections, each with the spelling of its rows
     * @throws CannotConsumeException if something is missing or does not answer
     */
    List<StreamSelection> check(
            String endpoint, List<StreamSelection> selections, KinesisCheckpointedConfiguration options) {
        Map<StreamSelection, CompletionStage<List<Shard>>> listings = new LinkedHashMap<>();
        selections.forEach(selection -> listings.put(selection, lister.list(selection.stream())));
        checkTable(options);
        listings.forEach(this::checkShards);
        problems.throwIfAny(endpoint);
        StreamSpelling spelling = new StreamSpelling(
                lister,
                key -> rowsUnder(key, options.getLeaseTable()),
                patience,
                options.getLeaseTable(),
                problems,
                LOG,
                later);
        List<StreamSelection> settled =
                selections.stream().map(spelling::settle).toList();
        problems.throwIfAny(endpoint);
        return settled;
    }

    private void checkTable(KinesisCheckpointedConfiguration options) {
        LeaseTableBilling create = options.isLeaseTableCreate() ? billing(options) : null;
        try {
            patience.keepTrying(
                            LEASE_TABLE + options.getLeaseTable(),
                            () -> CompletableFuture.supplyAsync(() -> table.ensure(create), calls))
                    .forEach(note -> LOG.warn("{}", ErrorText.line(note)));
        } catch (CompletionException e) {
            problems.reject("leaseTable", options.getLeaseTable(), e.getCause());
        }
    }

    private Found rowsUnder(String key, String name) {
        try {
            return patience.keepTrying(
                    LEASE_TABLE + name, () -> CompletableFuture.supplyAsync(() -> rows.under(key), calls));
        } catch (CompletionException e) {
            throw e.getCause() instanceof LeaseTableException refused ? refused : e;
        }
    }

    private static LeaseTableBilling billing(KinesisCheckpointedConfiguration options) {
        return options.getLeaseTableBillingMode() == LeaseTableBillingMode.PROVISIONED
                ? LeaseTableBilling.provisioned(
                        options.getLeaseTableReadCapacity(), options.getLeaseTableWriteCapacity())
                : LeaseTableBilling.payPerRequest();
    }

    private void checkShards(StreamSelection selection, CompletionStage<List<Shard>> listing) {
        String stream = selection.stream().stream();
        try {
            List<String> known = patience.await("ListShards of " + stream, listing).stream()
                    .map(shard -> shard.id().name())
                    .toList();
            for (String shard : selection.shards()) {
                if (!known.contains(shard)) {
                    problems.reject(
                            "streams", stream + ":" + shard, "the stream has no such shard; it has " + shown(known));
                }
            }
        } catch (CompletionException e) {
            problems.reject("streams", stream, e.getCause() == null ? e : e.getCause());
        }
    }

    private static String shown(List<String> shards) {
        int most = 10;
        String first = String.join(", ", shards.subList(0, Math.min(most, shards.size())));
        return shards.size() <= most ? first : first + " and " + (shards.size() - most) + " more";
    }
}
