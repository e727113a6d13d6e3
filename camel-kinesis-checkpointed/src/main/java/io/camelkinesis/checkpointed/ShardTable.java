// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.engine.consume.ShardStatus;
import io.camelkinesis.engine.consume.WindowStatus;
import java.time.Duration;
import java.util.List;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;
import javax.management.openmbean.TabularData;
import javax.management.openmbean.TabularDataSupport;
import javax.management.openmbean.TabularType;
import org.jspecify.annotations.Nullable;

/** The shards that a consumer holds, as JMX shows tables. Times are milliseconds, -1 where there is none. */
final class ShardTable {

    private static final String[] COLUMNS = {
        "shard",
        "state",
        "epoch",
        "position",
        "millisBehindLatest",
        "waiting",
        "inFlight",
        "uncommitted",
        "oldestAgeMillis",
        "unmovedMillis",
        "waitsFor",
        "replays",
        "lastError"
    };

    private static final OpenType<?>[] TYPES = {
        SimpleType.STRING,
        SimpleType.STRING,
        SimpleType.LONG,
        SimpleType.STRING,
        SimpleType.LONG,
        SimpleType.INTEGER,
        SimpleType.INTEGER,
        SimpleType.INTEGER,
        SimpleType.LONG,
        SimpleType.LONG,
        SimpleType.STRING,
        SimpleType.INTEGER,
        SimpleType.STRING
    };

    private ShardTable() {}

    static TabularData of(List<ShardStatus> shards) {
        try {
            CompositeType row = new CompositeType("Shard", "A shard that is held", COLUMNS, COLUMNS, TYPES);
            TabularData table = new TabularDataSupport(
                    new TabularType("Shards", "The shards that are held", row, new String[] {"shard"}));
            for (ShardStatus shard : shards) {
                table.put(new CompositeDataSupport(row, COLUMNS, values(shard)));
            }
            return table;
        } catch (OpenDataException e) {
            throw new IllegalStateException("The table of shards does not fit its own columns", e);
        }
    }

    private static Object[] values(ShardStatus shard) {
        WindowStatus window = shard.window();
        return new Object[] {
            shard.shard().toString(),
            shard.state().name(),
            shard.epoch(),
            shard.committed() == null ? "" : shard.committed().toString(),
            shard.millisBehindLatest(),
            shard.waiting(),
            shard.inFlight(),
            shard.uncommitted(),
            millis(window.oldest()),
            millis(window.unmoved()),
            window.waitsFor() == null ? "" : window.waitsFor().name(),
            shard.replays(),
            shard.lastError() == null ? "" : ErrorText.of(shard.lastError())
        };
    }

    private static long millis(@Nullable Duration time) {
        return time == null ? -1 : time.toMillis();
    }
}
