// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import static io.camelkinesis.engine.Given.seq;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.ShardState;
import io.camelkinesis.engine.model.StreamRecord;
import io.camelkinesis.engine.runtime.WorkerEvent;
import io.camelkinesis.engine.table.FakeLeaseTable.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * One shard through everything that may happen to it, by seed: with and without batches, manual commits and dead letters, the
 * stored checkpoint never passes a record that is not done; no two records of a key run at once, and none before its
 * predecessors; only listed moves are taken, and over all seeds each of them; whatever the end, all room is given back.
 */
class ShardConsumerChaosTest {

    private static final int RECORDS = 30;
    private static final IllegalStateException CAUSE = new IllegalStateException("no");

    @Test
    void whateverHappensToAShard() {
        TreeSet<String> moves = new TreeSet<>();
        TreeSet<String> events = new TreeSet<>();
        for (long seed = 1; seed <= 1_200; seed++) {
            Life life = new Life(seed);
            try {
                life.live();
                life.die();
            } catch (AssertionError e) {
                throw new AssertionError(
                        "seed " + seed + ": " + e.getMessage() + "\n" + life.settings() + "\n" + life.rig.events, e);
            }
            moves.addAll(life.shard.moves());
            life.rig.events.forEach(event -> events.add(event.getClass().getSimpleName()));
        }
        assertThat(moves).isEqualTo(ShardConsumerMovesTest.movesOfTheTable());
        assertThat(events)
                .contains("Replay", "Skipped", "DeadLettered", "DeadLetterDelayed", "BatchBisected", "ShardStopped");
    }

    /** One seed. */
    private static final class Life {
        private final Random random;
        private final ConsumeRig rig;
        private final ConsumerFixture shard;
        private final List<StreamRecord> content = new ArrayList<>();
        private final boolean closes;
        private final long bytes;
        /** Records that may be committed: completed, accepted as dead letters, or skipped. */
        private final BitSet done = new BitSet();
        /** Records behind which their lane may go on: done, or processed by the route. */
        private final BitSet passed = new BitSet();

        private final List<Delivery> offered = new ArrayList<>();
        private final List<Delivery> running = new ArrayList<>();
        private final List<Delivery> uncommitted = new ArrayList<>();
        private int seen;
        private int seenLetters;
        private int seenEvents;
        private boolean paused;
        private boolean fenced;

        private Life(long seed) {
            random = new Random(seed);
            bytes = random.nextBoolean() ? 20_000 : 32 << 20;
            rig = new ConsumeRig(bytes, 40);
            rig.random = new Random(seed);
            draw(rig.settings);
            for (int number = 1; number <= RECORDS; number++) {
                content.add(drawRecord(number));
            }
            closes = random.nextBoolean();
            rig.table.hold("commit", "release", "end", "read");
            shard = new ConsumerFixture(rig);
            shard.rig.run(() -> shard.consumer.begin(false));
        }

        private void draw(TestSettings settings) {
            settings.checkpointLimit = 1 + random.nextInt(12);
            settings.ordering = Ordering.values()[random.nextInt(3)];
            settings.onFailure = random.nextInt(20) == 0
                    ? OnFailure.STOP
                    : List.of(OnFailure.REPLAY, OnFailure.REPLAY, OnFailure.SKIP, OnFailure.DEAD_LETTER)
                            .get(random.nextInt(4));
            settings.maxReplays = random.nextInt(4) - 1;
            settings.afterMaxReplays = random.nextBoolean() ? OnFailure.SKIP : OnFailure.DEAD_LETTER;
            settings.maxRecordAge = random.nextInt(4) == 0 ? Duration.ofHours(1) : null;
            settings.batchOnFailure = random.nextInt(3) == 0 ? BatchOnFailure.WHOLE : BatchOnFailure.BISECT;
            settings.manualCommit = random.nextInt(3) == 0;
            if (random.nextBoolean()) {
                settings.batch = new BatchSettings(
                        random.nextInt(7),
                        random.nextInt(3) == 0 ? 1 + random.nextInt(8) : 0,
                        random.nextBoolean() ? Duration.ofMillis(100 + random.nextInt(3_000)) : Duration.ZERO,
                        random.nextBoolean());
            }
        }

        private StreamRecord drawRecord(int number) {
            Instant arrival = rig.time.now().minus(random.nextInt(5) == 0 ? Duration.ofHours(2) : Duration.ZERO);
            String key = "key-" + random.nextInt(4);
            StreamRecord record = new StreamRecord(seq(number), key, new byte[1 + random.nextInt(4)], arrival, null);
            return random.nextInt(5) == 0 ? record.closingBatch() : record;
        }

        private ConsumeSettings settings() {
            return rig.settings.build();
        }

        private void live() {
            int length = random.nextInt(400);
            for (int step = 0; step < length; step++) {
                int dice = random.nextInt(100);
                if (dice < 20) {
                    read();
                } else if (dice < 38) {
                    start();
                } else if (dice < 56) {
                    finish();
                } else if (dice < 78) {
                    rig.advance(Duration.ofMillis(random.nextInt(2_000)));
                } else if (dice < 90) {
                    table();
                } else {
                    rare();
                }
                check();
            }
        }

        private void read() {
            if (rig.reader.waiting.isEmpty()) {
                return;
            }
            FakeReader.Request request = rig.reader.next();
            switch (random.nextInt(20)) {
                case 0 -> request.answer(new Fetch.Expired());
                case 1 -> request.answer(new Fetch.Throttled(CAUSE));
                case 2 -> request.answer(new Fetch.Failed(CAUSE));
                case 3 -> request.records(List.of(), 10);
                default -> answer(request);
            }
            rig.settle();
        }

        private void answer(FakeReader.Request request) {
            int from = request.from() instanceof Position.After after ? number(after.sequence()) : 0;
            int to = Math.min(content.size(), from + 1 + random.nextInt(Math.min(request.limit(), 20)));
            List<StreamRecord> records = content.subList(from, to);
            if (to == content.size() && closes) {
                request.last(records);
            } else {
                request.records(records, to == content.size() ? 0 : 1_000);
            }
        }

        private static int number(SequenceNumber sequence) {
            return Integer.parseInt(sequence.digits());
        }

        private void start() {
            for (; seen < rig.sink.deliveries.size(); seen++) {
                offered.add(rig.sink.deliveries.get(seen));
            }
            for (; seenLetters < rig.sink.letters.size(); seenLetters++) {
                offered.add(rig.sink.letters.get(seenLetters));
            }
            if (!offered.isEmpty()) {
                Delivery delivery = offered.remove(random.nextInt(offered.size()));
                if (delivery.start()) {
                    lookAtEvents();
                    delivery.records().forEach(record -> checkOrder(record, delivery));
                    assertThat(delivery.leaseEpoch()).isEqualTo(shard.consumer.epoch());
                    running.add(delivery);
                }
                rig.settle();
            }
        }

        private void checkOrder(StreamRecord started, Delivery together) {
            assertThat(done.get(number(started.sequence())))
                    .as("%s is done and starts again", started)
                    .isFalse();
            Ordering ordering = rig.settings.ordering;
            if (ordering == Ordering.NONE) {
                return;
            }
            for (StreamRecord other : content.subList(0, number(started.sequence()) - 1)) {
                if (isOfLane(other, started) && !together.records().contains(other)) {
                    assertThat(passed.get(number(other.sequence())))
                            .as("%s starts before %s is done", started, other)
                            .isTrue();
                }
            }
            assertThat(running)
                    .as("%s starts beside a record of its lane", started)
                    .noneMatch(delivery -> delivery.records().stream().anyMatch(other -> isOfLane(other, started)));
        }

        private boolean isOfLane(StreamRecord other, StreamRecord record) {
            return rig.settings.ordering == Ordering.SHARD
                    || other.partitionKey().equals(record.partitionKey());
        }

        private void finish() {
            boolean late = !uncommitted.isEmpty() && random.nextBoolean();
            List<Delivery> from = late ? uncommitted : running;
            if (from.isEmpty()) {
                return;
            }
            Delivery delivery = from.remove(random.nextInt(from.size()));
            if (random.nextInt(6) == 0) {
                delivery.failed(CAUSE);
            } else if (!late && rig.settings.manualCommit && !rig.sink.letters.contains(delivery)) {
                mark(passed, delivery);
                uncommitted.add(delivery);
                delivery.processed();
            } else {
                complete(delivery);
            }
            rig.settle();
        }

        private void complete(Delivery delivery) {
            mark(passed, delivery);
            mark(done, delivery);
            delivery.completed();
        }

        private static void mark(BitSet set, Delivery delivery) {
            delivery.records().forEach(record -> set.set(number(record.sequence())));
        }

        /** What was skipped is done. */
        private void lookAtEvents() {
            for (; seenEvents < rig.events.size(); seenEvents++) {
                if (rig.events.get(seenEvents) instanceof WorkerEvent.Skipped skipped) {
                    int first = number(skipped.sequence());
                    done.set(first, first + skipped.records());
                    passed.set(first, first + skipped.records());
                }
            }
        }

        private void table() {
            if (rig.table.isWaiting()) {
                Call<?> call = rig.table.any(random.nextInt(100));
                switch (random.nextInt(5)) {
                    case 0 -> call.lose();
                    case 1 -> call.perform().lose();
                    default -> call.answer();
                }
                rig.settle();
            }
        }

        private void rare() {
            if (shard.consumer.state() == ShardState.FINISHING && random.nextInt(5) == 0) {
                shard.drain();
                return;
            }
            switch (random.nextInt(60)) {
                case 0 -> shard.drain();
                case 1 -> shard.lose();
                case 2 -> rig.table.put(shard.row().claimedBy("other", "T"));
                case 3, 4, 5, 10, 11, 12 ->
                    rig.run(() -> shard.consumer.spare(rig.time.nanoTime(), Duration.ofMillis(100)));
                case 6, 7 -> {
                    paused = true;
                    rig.run(shard.consumer::pause);
                }
                case 8, 9 -> {
                    fenced = true;
                    shard.fence();
                }
                default -> recover();
            }
        }

        private void recover() {
            if (paused) {
                paused = false;
                rig.run(shard.consumer::resume);
            }
            if (fenced) {
                renew();
            }
        }

        private void renew() {
            fenced = false;
            if (shard.row().isHeldBy("me", shard.consumer.epoch())) {
                shard.renew();
            } else {
                shard.lose();
            }
        }

        private void check() {
            assertThat(rig.bugs).isEmpty();
            lookAtEvents();
            SequenceNumber stored = shard.row().checkpoint();
            if (stored != null) {
                assertThat(done.nextClearBit(1))
                        .as("first record that is not done; stored: %s", stored)
                        .isGreaterThan(number(stored));
            }
            assertThat(rig.budget.heldBytes()).isBetween(0L, bytes + 20 * 300);
            assertThat(rig.budget.heldRecords()).isBetween(0L, 40L);
            assertThat(rig.table.waiting("commit") + rig.table.waiting("release") + rig.table.waiting("end"))
                    .isLessThanOrEqualTo(1);
        }

        /** All goes well from now on, until the shard has come to one of its ends. */
        private void die() {
            recover();
            boolean drains = !closes || random.nextBoolean();
            int drainAt = random.nextInt(6);
            rig.table.holdNothing();
            for (int round = 0; round < 1_000 && !(shard.consumer.isClosed() && isQuiet()); round++) {
                allGoesWell();
                if (drains && round == drainAt) {
                    shard.drain();
                }
                rig.advance(Duration.ofSeconds(1));
                if (rig.budget.isShort()) {
                    rig.run(() -> shard.consumer.spare(rig.time.nanoTime(), Duration.ofSeconds(1)));
                }
                check();
            }
            assertThat(shard.consumer.isClosed()).as("closed").isTrue();
            if (shard.consumer.state() == ShardState.ENDED) {
                assertThat(done.cardinality()).isEqualTo(RECORDS);
                assertThat(shard.row().checkpoint()).isEqualTo(seq(RECORDS));
            }
            while (!rig.reader.waiting.isEmpty()) {
                answer(rig.reader.next());
            }
            rig.advance(Duration.ofMinutes(2));
            rig.assertClean();
            assertThat(rig.time.timers()).as("timers left").isZero();
        }

        private boolean isQuiet() {
            return running.isEmpty() && uncommitted.isEmpty() && offered.isEmpty() && nothingNew();
        }

        private boolean nothingNew() {
            return seen == rig.sink.deliveries.size() && seenLetters == rig.sink.letters.size();
        }

        private void allGoesWell() {
            while (rig.table.isWaiting()) {
                rig.table.any(0).answer();
                rig.settle();
            }
            while (!rig.reader.waiting.isEmpty()) {
                answer(rig.reader.next());
                rig.settle();
            }
            do {
                start();
                while (!running.isEmpty() || !uncommitted.isEmpty()) {
                    complete(running.isEmpty() ? uncommitted.remove(0) : running.remove(0));
                    rig.settle();
                }
            } while (!offered.isEmpty() || !nothingNew());
        }
    }
}
