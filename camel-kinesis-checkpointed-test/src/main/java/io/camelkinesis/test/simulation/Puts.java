// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.aggregate.UserRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Puts the records of a plan at random moments. */
final class Puts {

    private static final int MOST_PACKED = 12;

    private final SimulationPlan plan;
    private final World world;
    private final Random random;
    private final Agenda agenda;
    /** Its own chance, so that worlds without aggregates are what they were. */
    private final Random packing;

    Puts(SimulationPlan plan, World world, Random random, Agenda agenda) {
        this.plan = plan;
        this.world = world;
        this.random = random;
        this.agenda = agenda;
        this.packing = new Random(plan.seed() * 31 + 17);
    }

    void begin() {
        for (int i = 0; i < plan.records(); i++) {
            String text = "r" + i;
            agenda.in(plan.moment(random), () -> put(text));
        }
    }

    /** That record and some more with keys of the same shard: of those of others no order could be asked for. */
    private List<UserRecord> packed(String key, String text) {
        List<UserRecord> records = new ArrayList<>();
        records.add(new UserRecord(key, text.getBytes(StandardCharsets.UTF_8)));
        String shard = world.kinesis.shardFor(World.STREAM, key);
        for (int i = packing.nextInt(MOST_PACKED); i > 0; i--) {
            String other = "key-" + packing.nextInt(plan.keys());
            if (world.kinesis.shardFor(World.STREAM, other).equals(shard)) {
                records.add(new UserRecord(other, (text + "." + i).getBytes(StandardCharsets.UTF_8)));
            }
        }
        return records;
    }

    private void put(String text) {
        if (!plan.latest() || world.table.hasBegun(World.STREAM_ID)) {
            String key = "key-" + random.nextInt(plan.keys());
            if (plan.aggregates() && packing.nextBoolean()) {
                world.putAggregated(packed(key, text));
            } else {
                world.put(key, text);
            }
        }
    }
}
