// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamId;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Under which range key the row of a shard stands: its id, or its number where Redpanda Connect, which keys a row by the
 * shard as its configuration names it ({@code orders:0}), has made the row. Such a row is used where it stands, so that
 * the other program finds it again. Remembers the numbers that were seen; at most one for each shard.
 */
final class ShardKeys {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,12}");

    private final Map<ShardId, String> numbers = new ConcurrentHashMap<>();

    /** The id of the shard whose row has this key. */
    static String shardName(String key) {
        return NUMBER.matcher(key).matches() ? String.format("shardId-%012d", Long.parseLong(key)) : key;
    }

    /** Key of the shard's row, as last seen. */
    String of(ShardId shard) {
        return numbers.getOrDefault(shard, shard.name());
    }

    /** Gathers the rows of one stream from one look. */
    Reading reading(StreamId stream, Oddities oddities) {
        return new Reading(stream, oddities);
    }

    /** The shard rows of one look, one for each shard: the id is preferred to the number. */
    final class Reading {
        private final StreamId stream;
        private final Oddities oddities;
        private final Map<String, Map<String, AttributeValue>> rows = new TreeMap<>();

        private Reading(StreamId stream, Oddities oddities) {
            this.stream = stream;
            this.oddities = oddities;
        }

        void add(Map<String, AttributeValue> row) {
            String name = shardName(keyOf(row));
            Map<String, AttributeValue> other = rows.putIfAbsent(name, row);
            if (other != null) {
                boolean better = keyOf(row).equals(name);
                if (better) {
                    rows.put(name, row);
                }
                Map<String, AttributeValue> ignored = better ? other : row;
                new Item(ignored, oddities)
                        .odd(Columns.SHARD, "means " + name + ", which has another row; this one is ignored");
            }
        }

        /** The leases in the order of their shards; from now on writes go to these rows. */
        Collection<Lease> leases() {
            numbers.keySet().removeIf(shard -> shard.stream().equals(stream) && !isNumber(rows.get(shard.name())));
            Map<String, Lease> leases = new TreeMap<>();
            rows.forEach((name, row) -> {
                if (isNumber(row)) {
                    numbers.put(stream.shard(name), keyOf(row));
                }
                leases.put(name, LeaseRow.read(stream, row, oddities));
            });
            return leases.values();
        }
    }

    private static boolean isNumber(@Nullable Map<String, AttributeValue> row) {
        return row != null && NUMBER.matcher(keyOf(row)).matches();
    }

    private static String keyOf(Map<String, AttributeValue> row) {
        return row.get(Columns.SHARD).s();
    }
}
