// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.tools;

import io.camelkinesis.engine.model.StreamId;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/** The lease table of a KCL application. It can only be scanned: its one key is the lease. */
final class KclTable {

    private static final int MOST_PAGES = 1_000;

    private final DynamoDbClient client;
    private final String table;
    private final PrintWriter err;

    KclTable(DynamoDbClient client, String table, PrintWriter err) {
        this.client = client;
        this.table = table;
        this.err = err;
    }

    /** The leases of a stream, in the order of the shards; an application of one stream does not say which it is. */
    List<KclRow> rows(StreamId stream) {
        List<KclRow> all = all();
        String name = StreamOptions.nameOf(stream.stream());
        Map<String, KclRow> rows = new TreeMap<>();
        Set<String> accounts = new TreeSet<>();
        Set<Long> creations = new TreeSet<>();
        for (KclRow row : all) {
            boolean ofAccount = row.account() == null
                    || StreamOptions.accountOf(stream.stream()).allMatch(row.account()::equals);
            if (row.stream() == null || (row.stream().equals(name) && ofAccount)) {
                Optional.ofNullable(row.account()).ifPresent(accounts::add);
                creations.add(row.creation());
                rows.merge(row.shard(), row, (a, b) -> a.creation() > b.creation() ? a : b);
            }
        }
        if (accounts.size() > 1) {
            throw ToolException.problem("Table " + table + " holds leases of streams " + name + " of the accounts "
                    + String.join(" and ", accounts) + "; give the ARN of one of them as --stream");
        }
        if (creations.size() > 1) {
            long last = creations.stream().mapToLong(Long::longValue).max().orElseThrow();
            rows.values().removeIf(row -> row.creation() != last);
            err.println("Table " + table + " holds leases of several streams " + name
                    + ", one deleted and created again;" + " those of the last are taken, created " + last);
        }
        if (rows.isEmpty()) {
            throw ToolException.problem("Table " + table + " holds no lease of stream " + name
                    + (all.isEmpty()
                            ? ", nor any other"
                            : "; it holds, for example, " + all.get(0).key()));
        }
        return List.copyOf(rows.values());
    }

    /** Who might be alive, as {@link Liveness} wants it. */
    Map<String, Object> marks(StreamId stream) {
        Map<String, Object> marks = new TreeMap<>();
        rows(stream).stream()
                .filter(row -> !KclImport.SHARD_END.equals(row.checkpoint()))
                .forEach(row -> marks.put("the owner of lease " + row.key(), row.counter()));
        return marks;
    }

    private List<KclRow> all() {
        List<KclRow> rows = new ArrayList<>();
        List<String> others = new ArrayList<>();
        Map<String, AttributeValue> from = Map.of();
        for (int page = 0; page < MOST_PAGES; page++) {
            ScanResponse response = scan(from);
            for (Map<String, AttributeValue> item : response.items()) {
                KclRow.of(item).ifPresentOrElse(rows::add, () -> others.add(String.valueOf(item.keySet())));
            }
            from = response.lastEvaluatedKey();
            if (from.isEmpty()) {
                if (rows.isEmpty() && !others.isEmpty()) {
                    throw ToolException.problem(
                            "Table " + table + " is no lease table of the KCL: it has no leaseKey that"
                                    + " is a shard; one of its items has " + others.get(0));
                }
                return rows;
            }
        }
        throw ToolException.problem("Table " + table + " has more than " + MOST_PAGES + " pages");
    }

    private ScanResponse scan(Map<String, AttributeValue> from) {
        try {
            return client.scan(
                    s -> s.tableName(table).consistentRead(true).exclusiveStartKey(from.isEmpty() ? null : from));
        } catch (ResourceNotFoundException e) {
            throw ToolException.problem("Table " + table + " does not exist");
        }
    }
}
