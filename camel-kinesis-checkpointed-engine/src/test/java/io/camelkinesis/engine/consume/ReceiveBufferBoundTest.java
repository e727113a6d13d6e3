// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import static io.camelkinesis.engine.Given.STREAM;
import static io.camelkinesis.engine.Given.seq;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.model.StreamRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * G9: whatever answers bring, behind or at the tip, all shards of a worker together hold no more than receiveBufferBytes;
 * and while the route goes on, each of them is read.
 */
class ReceiveBufferBoundTest {

    private static final long BUDGET = 64L << 20;
    private static final int MIB = 1 << 20;
    private static final int SHARDS = 60;
    private static final int SEEDS = 40;
    private static final int STEPS = 600;

    /** Every record of the same size has the same payload, so that this needs little memory. */
    private static final byte[] LARGEST = new byte[10 * MIB];

    private static final byte[] LARGE = new byte[MIB];
    private static final byte[] SMALL = new byte[100];

    @Test
    void heldBytesStayWithinTheBudget() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            new Run(seed).run();
        }
    }

    private static final class Run {
        private final long seed;
        private final Random random;
        private final ConsumeRig rig = new ConsumeRig(BUDGET, 10_000);
        private final Set<ShardId> brought = new HashSet<>();
        private int delivered;

        private Run(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
        }

        private void run() {
            ShardConsumers consumers = new ShardConsumers("me", rig.context(), new ShardConsumers.Owner() {
                @Override
                public void closed(Lease row, boolean ended) {}

                @Override
                public void seemsEnded(ShardId shard) {}

                @Override
                public void gone(ShardId shard) {}

                @Override
                public void claimable(ShardId shard) {}
            });
            for (int i = 0; i < SHARDS; i++) {
                // two streams of one endpoint share one budget
                StreamId stream = i % 2 == 0 ? STREAM : StreamId.of("payments");
                ShardId shard = stream.shard("shardId-" + i);
                Lease held = new Lease(shard, true, "me", 1, null, null, List.of(), false, null);
                rig.table.put(held);
                rig.run(() -> consumers.begin(held, Position.TRIM_HORIZON, () -> true));
            }
            if (random.nextBoolean()) {
                readToTheTip();
            }
            boolean blocked = random.nextBoolean();
            for (int step = 0; step < STEPS; step++) {
                step(blocked);
                assertBound();
            }
            for (int step = 0; step < 20 * SHARDS && brought.size() < SHARDS; step++) {
                answerAll();
                completeAll();
                rig.advance(Duration.ofSeconds(10));
                assertBound();
            }
            assertThat(brought).as("seed %d: shards that were read", seed).hasSize(SHARDS);
            assertThat(rig.bugs).as("seed %d", seed).isEmpty();
        }

        /** So that reads ask for little room, until large records come. */
        private void readToTheTip() {
            Set<ShardId> atTip = new HashSet<>();
            while (atTip.size() < SHARDS) {
                FakeReader.Request request = rig.reader.next();
                atTip.add(request.shard());
                request.records(List.of(), 0);
                rig.settle();
            }
            rig.advance(Duration.ofSeconds(1));
        }

        private void assertBound() {
            assertThat(rig.budget.heldBytes()).as("seed %d: bytes held", seed).isBetween(0L, BUDGET);
        }

        private void step(boolean blocked) {
            switch (random.nextInt(4)) {
                case 0 -> answerAll();
                case 1 -> answerOne();
                case 2 -> rig.advance(Duration.ofMillis(random.nextInt(2_000)));
                default -> {
                    if (!blocked) {
                        completeOne();
                    }
                }
            }
        }

        private void answerAll() {
            List<FakeReader.Request> waiting = new ArrayList<>(rig.reader.waiting);
            waiting.forEach(request -> answerOne());
        }

        private void answerOne() {
            FakeReader.Request request = rig.reader.waiting.poll();
            if (request != null) {
                long lag = random.nextInt(3) == 0 ? 1_000 : 0;
                List<StreamRecord> records = records(request);
                if (!records.isEmpty()) {
                    brought.add(request.shard());
                }
                request.records(records, lag);
                rig.settle();
            }
        }

        /** At most 10 MiB of payload and the records asked for, as the service has it. */
        private List<StreamRecord> records(FakeReader.Request request) {
            return switch (random.nextInt(4)) {
                case 0 -> List.of();
                case 1 -> some(request, SMALL, Math.min(request.limit(), 200));
                case 2 -> some(request, LARGE, Math.min(request.limit(), 10));
                default -> some(request, LARGEST, 1);
            };
        }

        private List<StreamRecord> some(FakeReader.Request request, byte[] data, int count) {
            long first = request.from() instanceof Position.After after
                    ? Long.parseLong(after.sequence().digits()) + 1
                    : 1;
            List<StreamRecord> records = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                records.add(new StreamRecord(seq(first + i), "key-" + i, data, Instant.EPOCH, null));
            }
            return records;
        }

        private void completeOne() {
            if (delivered < rig.sink.deliveries.size()) {
                Delivery delivery = rig.sink.deliveries.get(delivered++);
                if (delivery.start()) {
                    delivery.completed();
                    rig.settle();
                }
            }
        }

        private void completeAll() {
            while (delivered < rig.sink.deliveries.size()) {
                completeOne();
            }
        }
    }
}
