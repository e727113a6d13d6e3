// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import static io.camelkinesis.engine.Given.record;
import static io.camelkinesis.engine.Given.records;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.model.ShardState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The table of moves of a shard, held against what can be made to happen: a way to take each, and no other. */
class ShardConsumerMovesTest {

    private static final Map<String, Consumer<ConsumerFixture>> WAYS = new TreeMap<>();

    static {
        WAYS.put("READING to FINISHING", shard -> shard.bringLast(records(1, 1)));
        WAYS.put("READING to DRAINING", shard -> {
            shard.bring(1, 1);
            shard.drain();
        });
        WAYS.put("READING to LOST", ConsumerFixture::lose);
        WAYS.put("FINISHING to READING", shard -> {
            shard.bringLast(List.of(record(1, "a"), record(2, "a"), record(3, "a")));
            shard.rig.advance(Duration.ofSeconds(1));
            shard.rig.run(() -> shard.consumer.spare(shard.rig.time.nanoTime(), Duration.ofSeconds(1)));
        });
        WAYS.put("FINISHING to ENDED", shard -> {
            shard.bringLast(records(1, 1));
            shard.rig.complete(1);
        });
        WAYS.put("FINISHING to DRAINING", shard -> {
            shard.bringLast(records(1, 1));
            shard.drain();
        });
        WAYS.put("FINISHING to LOST", shard -> {
            shard.bringLast(records(1, 1));
            shard.lose();
        });
        WAYS.put("DRAINING to RELEASED", shard -> {
            shard.bring(1, 1);
            shard.drain();
            shard.rig.complete(1);
        });
        WAYS.put("DRAINING to LOST", shard -> {
            shard.bring(1, 1);
            shard.drain();
            shard.lose();
        });
    }

    @Test
    void thereIsAWayForEachMoveOfTheTableAndNoOther() {
        assertThat(WAYS.keySet()).isEqualTo(movesOfTheTable());
    }

    static TreeSet<String> movesOfTheTable() {
        TreeSet<String> moves = new TreeSet<>();
        ShardConsumer.MOVES.forEach(
                (from, targets) -> targets.forEach(to -> moves.add(ConsumerFixture.move(from, to))));
        return moves;
    }

    @TestFactory
    Stream<DynamicTest> eachMoveIsTaken() {
        return WAYS.entrySet().stream()
                .map(way -> DynamicTest.dynamicTest(way.getKey(), () -> {
                    ConsumeRig rig = new ConsumeRig();
                    rig.settings.checkpointLimit = 2;
                    ConsumerFixture shard = new ConsumerFixture(rig).begun();
                    way.getValue().accept(shard);
                    assertThat(shard.moves()).isNotEmpty();
                    assertThat(shard.moves().get(shard.moves().size() - 1)).isEqualTo(way.getKey());
                    assertThat(shard.rig.bugs).isEmpty();
                }));
    }

    @TestFactory
    Stream<DynamicTest> fromTheLastStatesNothingMoves() {
        List<Consumer<ConsumerFixture>> later = List.of(
                ConsumerFixture::lose,
                ConsumerFixture::drain,
                shard -> shard.rig.run(shard.consumer::finish),
                shard -> shard.rig.run(shard.consumer::pause),
                shard -> shard.rig.run(shard.consumer::resume),
                shard -> shard.rig.advance(ConsumerFixture.HOUR));
        return Stream.of("READING to LOST", "FINISHING to ENDED", "DRAINING to RELEASED")
                .map(way -> DynamicTest.dynamicTest(way, () -> {
                    ConsumerFixture shard = new ConsumerFixture().begun();
                    WAYS.get(way).accept(shard);
                    int moves = shard.moves().size();
                    ShardState last = shard.consumer.state();
                    later.forEach(attempt -> attempt.accept(shard));
                    assertThat(shard.consumer.isClosed()).isTrue();
                    assertThat(shard.consumer.state()).isEqualTo(last);
                    assertThat(shard.moves()).hasSize(moves);
                    assertThat(shard.heard).containsOnlyOnce("closed " + last);
                    assertThat(shard.rig.bugs).isEmpty();
                }));
    }
}
