// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import io.camelkinesis.engine.runtime.Clock;
import io.camelkinesis.engine.table.LeaseTableView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * Reads all pages of a query. When one is refused, those before it are kept for the next call, which goes on behind them: a
 * table that takes fewer reads than are asked for is read to its end all the same. Kept pages that are older than {@link
 * LeaseTableView#MOST_AGE} are read again.
 */
final class TablePages {

    /** One page holds up to 1 MiB of rows. */
    private static final int MOST = 1_000;

    private final Function<QueryRequest, QueryResponse> query;
    private final String table;
    private final Clock clock;
    private final Map<String, Reading> unfinished = new ConcurrentHashMap<>();

    TablePages(Function<QueryRequest, QueryResponse> query, String table, Clock clock) {
        this.query = query;
        this.table = table;
        this.clock = clock;
    }

    /**
     * All rows.
     *
     * @param age how long before the call the first page was read
     */
    record Rows(List<Map<String, AttributeValue>> rows, Duration age) {}

    private static final class Reading {
        private final long begunNanos;
        private final List<Map<String, AttributeValue>> rows = new ArrayList<>();
        private Map<String, AttributeValue> behind = Map.of();
        private int pages;

        private Reading(long nanos) {
            begunNanos = nanos;
        }
    }

    /** Reads on, or from the start. */
    Rows read(String key, QueryRequest request) {
        long now = clock.nanoTime();
        Reading left = unfinished.remove(key);
        boolean isFresh = left != null && now - left.begunNanos <= LeaseTableView.MOST_AGE.toNanos();
        Reading reading = isFresh ? left : new Reading(now);
        try {
            do {
                page(reading, request);
            } while (!reading.behind.isEmpty());
        } catch (RuntimeException | Error refused) {
            if (reading.pages > 0) {
                unfinished.put(key, reading);
            }
            throw refused;
        }
        return new Rows(reading.rows, Duration.ofNanos(now - reading.begunNanos));
    }

    private void page(Reading reading, QueryRequest request) {
        if (reading.pages == MOST) {
            throw new IllegalStateException("Lease table " + table + " holds more than " + MOST
                    + " pages of rows of one stream; delete rows of shards that are no more");
        }
        QueryResponse response = query.apply(request.toBuilder()
                .tableName(table)
                .exclusiveStartKey(reading.behind.isEmpty() ? null : reading.behind)
                .build());
        reading.rows.addAll(response.items());
        reading.behind = response.lastEvaluatedKey();
        reading.pages++;
    }
}
