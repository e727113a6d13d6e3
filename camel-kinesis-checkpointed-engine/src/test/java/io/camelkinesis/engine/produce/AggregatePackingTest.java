// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.produce;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.aggregate.Aggregate;
import io.camelkinesis.engine.aggregate.UserRecord;
import io.camelkinesis.engine.produce.PutRig.Request;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What waits in a lane becomes one record. */
class AggregatePackingTest {

    private static final int MOST = 400;

    private final KeyLane lane = new KeyLane("key");
    private final Packing packing = new AggregatePacking(MOST);

    private void enter(String hashKey, byte[] data) {
        lane.waiting.addLast(new Pending(new PutRecord("key", hashKey, data), outcome -> {}, 0));
    }

    private void enter(String hashKey, String text) {
        enter(hashKey, text.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> next() {
        return texts(packing.pack(lane, Long.MAX_VALUE).wire);
    }

    private static List<String> texts(PutRecord record) {
        Aggregate aggregate = Aggregate.decode(record.data());
        assertThat(aggregate).as("an aggregate").isNotNull();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < aggregate.size(); i++) {
            UserRecord user = aggregate.get(i);
            assertThat(user.partitionKey()).isEqualTo(record.partitionKey());
            assertThat(user.explicitHashKey()).isEqualTo(record.explicitHashKey());
            texts.add(new String(user.data(), StandardCharsets.UTF_8));
        }
        return texts;
    }

    @Test
    void oneThatIsAloneGoesAsItIs() {
        enter(null, "a");
        assertThat(packing.pack(lane, MOST).wire.data()).isEqualTo("a".getBytes(StandardCharsets.UTF_8));
        assertThat(lane.waiting).isEmpty();
    }

    @Test
    void allThatWaitShareOneInTheirOrder() {
        for (int i = 0; i < 5; i++) {
            enter(null, "r" + i);
        }
        assertThat(next()).containsExactly("r0", "r1", "r2", "r3", "r4");
        assertThat(lane.waiting).isEmpty();
    }

    @Test
    void anotherHashKeyEndsAnAggregate() {
        enter("1", "a");
        enter("1", "b");
        enter(null, "c");
        enter(null, "d");
        assertThat(next()).containsExactly("a", "b");
        assertThat(next()).containsExactly("c", "d");
    }

    @Test
    void anAggregateIsNotPutIntoAnother() {
        byte[] aggregate = Aggregate.encode(List.of(new UserRecord("key", new byte[3])));
        enter(null, "a");
        enter(null, aggregate);
        enter(null, "b");
        enter(null, "c");
        assertThat(packing.pack(lane, MOST).wire.data()).isEqualTo("a".getBytes(StandardCharsets.UTF_8));
        assertThat(packing.pack(lane, MOST).wire.data()).isEqualTo(aggregate);
        assertThat(next()).containsExactly("b", "c");
    }

    @Test
    void noneIsLargerThanTheLimitOrTheRoomUnlessARecordIs() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 2_000; i++) {
            enter(
                    random.nextInt(20) == 0 ? "12345" : null,
                    new byte[random.nextInt(random.nextInt(10) == 0 ? 600 : 60)]);
        }
        int parts = 0;
        int aggregates = 0;
        while (!lane.waiting.isEmpty()) {
            long room = random.nextInt(2 * MOST);
            PutUnit unit = packing.pack(lane, room);
            parts += unit.parts.size();
            if (unit.parts.size() > 1) {
                aggregates++;
                assertThat(unit.bytes()).isLessThanOrEqualTo(Math.min(MOST, room));
            }
        }
        assertThat(parts).isEqualTo(2_000);
        assertThat(aggregates).isGreaterThan(100);
    }

    @Test
    void aHotKeyTakesOneRequestForAllThatWaitAndEachIsDone() {
        PutRig rig = new PutRig(PutRig.settings().aggregating(MOST));
        rig.put("a", "a0");
        rig.linger();
        Request first = rig.next();
        for (int i = 1; i <= 5; i++) {
            rig.put("a", "a" + i);
        }
        first.acceptAll();
        rig.linger();
        Request second = rig.next();
        assertThat(second.records()).hasSize(1);
        assertThat(texts(second.records().get(0))).containsExactly("a1", "a2", "a3", "a4", "a5");
        rig.put("a", "a6");
        second.reject(0);
        rig.advance(Duration.ofSeconds(1));
        Request again = rig.next();
        assertThat(again.records()).as("the same aggregate").isEqualTo(second.records());
        assertThat(rig.outcomes).containsOnlyKeys("a0");
        again.acceptAll();
        rig.next().acceptAll();
        rig.time.settle();
        assertThat(rig.outcomes).hasSize(7).allSatisfy((body, outcome) -> assertThat(outcome)
                .isInstanceOf(PutOutcome.Put.class));
        assertThat(rig.outcomes.get("a5").attempts()).isEqualTo(2);
        assertThat(rig.putter.pendingRecords()).isZero();
        assertThat(rig.putter.pendingBytes()).isZero();
    }
}
