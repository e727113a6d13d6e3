// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import static io.camelkinesis.engine.Given.record;
import static io.camelkinesis.engine.Given.records;
import static io.camelkinesis.engine.Given.seq;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.model.StreamRecord;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordBatcherTest {

    private static final int LIMIT = 100;
    private static final long ROOM = 1L << 20;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final WaitingRecords waiting = new WaitingRecords();

    private static RecordBatcher by(int size, long bytes, Duration period, boolean byRecord) {
        return new RecordBatcher(new BatchSettings(size, bytes, period, byRecord), LIMIT);
    }

    private int next(RecordBatcher batcher) {
        return batcher.next(waiting, ROOM, 0, false);
    }

    private void take(RecordBatcher batcher, int count) {
        assertThat(waiting.poll(count)).hasSize(count);
        batcher.reset();
    }

    private static StreamRecord sized(long number, int bytes) {
        return record(seq(number), "key", bytes);
    }

    @Test
    void withoutBatchesEachRecordGoesByItself() {
        RecordBatcher batcher = new RecordBatcher(BatchSettings.NONE, LIMIT);
        waiting.add(records(1, 3), 0, 0);
        assertThat(next(batcher)).isEqualTo(1);
        assertThat(batcher.memoryBytes(waiting)).isEqualTo(waiting.peek().memoryBytes());
        assertThat(batcher.nanosUntilDue(waiting, 0)).isEqualTo(-1);
    }

    @Test
    void closesAtItsSize() {
        RecordBatcher batcher = by(3, 0, Duration.ZERO, false);
        waiting.add(records(1, 2), 0, 0);
        assertThat(next(batcher)).isZero();
        waiting.add(records(3, 8), 0, 0);
        assertThat(next(batcher)).isEqualTo(3);
        take(batcher, 3);
        assertThat(next(batcher)).isEqualTo(3);
        take(batcher, 3);
        assertThat(next(batcher)).as("7 and 8 wait for a third").isZero();
        assertThat(waiting.size()).isEqualTo(2);
    }

    @Test
    void closesAtItsBytesAndBeforeTheRecordThatWouldBeTooMuch() {
        RecordBatcher batcher = by(0, 10, Duration.ZERO, false);
        waiting.add(List.of(sized(1, 4), sized(2, 6), sized(3, 7)), 0, 0);
        assertThat(next(batcher)).as("exactly").isEqualTo(2);
        take(batcher, 2);
        assertThat(next(batcher)).isZero();
        waiting.add(List.of(sized(4, 4)), 0, 0);
        assertThat(next(batcher)).as("7 and 4 are too much").isEqualTo(1);
    }

    @Test
    void aRecordThatIsLargerThanABatchMayBePassesAlone() {
        RecordBatcher batcher = by(5, 10, Duration.ZERO, false);
        waiting.add(List.of(sized(1, 11), sized(2, 1)), 0, 0);
        assertThat(next(batcher)).isEqualTo(1);
        take(batcher, 1);
        waiting.add(List.of(sized(3, 500)), 0, 0);
        assertThat(next(batcher)).as("what comes before it").isEqualTo(1);
        take(batcher, 1);
        assertThat(next(batcher)).isEqualTo(1);
    }

    @Test
    void closesWhenItsFirstRecordHasWaitedLongEnough() {
        RecordBatcher batcher = by(10, 0, Duration.ofSeconds(5), false);
        waiting.add(records(1, 2), 0, 100);
        waiting.add(records(3, 3), 0, 3 * SECOND);
        assertThat(batcher.next(waiting, ROOM, 4 * SECOND, false)).isZero();
        assertThat(batcher.nanosUntilDue(waiting, 4 * SECOND)).isEqualTo(SECOND + 100);
        assertThat(batcher.next(waiting, ROOM, 5 * SECOND + 100, false)).isEqualTo(3);
        take(batcher, 2);
        assertThat(batcher.nanosUntilDue(waiting, 5 * SECOND))
                .as("since the third came")
                .isEqualTo(3 * SECOND);
    }

    @Test
    void aPeriodThatIsLongOverIsDueAtOnce() {
        RecordBatcher batcher = by(10, 0, Duration.ofSeconds(5), false);
        waiting.add(records(1, 1), 0, 0);
        assertThat(batcher.next(waiting, ROOM, 0, false)).isZero();
        assertThat(batcher.nanosUntilDue(waiting, 60 * SECOND)).isZero();
    }

    @Test
    void closesBehindARecordThatSaysSo() {
        RecordBatcher batcher = by(10, 0, Duration.ZERO, true);
        waiting.add(List.of(record(1, "a"), record(2, "a").closingBatch(), record(3, "a")), 0, 0);
        assertThat(next(batcher)).isEqualTo(2);
        RecordBatcher deaf = by(10, 0, Duration.ZERO, false);
        assertThat(next(deaf)).as("only where that was asked for").isZero();
    }

    @Test
    void withoutASizeTheWindowBoundsIt() {
        RecordBatcher batcher = by(0, 0, Duration.ZERO, true);
        waiting.add(records(1, LIMIT + 50), 0, 0);
        assertThat(next(batcher)).isEqualTo(LIMIT);
    }

    @Test
    void closesWhenMemoryForItIsUsedUp() {
        RecordBatcher batcher = by(10, 0, Duration.ZERO, false);
        waiting.add(List.of(sized(1, 600), sized(2, 600)), 0, 0);
        assertThat(batcher.next(waiting, 1_000, 0, false)).isEqualTo(1);
        assertThat(batcher.memoryBytes(waiting)).isEqualTo(waiting.peek().memoryBytes());
        batcher.reset();
        assertThat(batcher.next(waiting, 0, 0, false)).as("one at the least").isEqualTo(1);
    }

    @Test
    void goesWithWhatThereIsWhenNothingMoreCanCome() {
        RecordBatcher batcher = by(10, 0, Duration.ZERO, false);
        waiting.add(records(1, 3), 0, 0);
        assertThat(batcher.next(waiting, ROOM, 0, true)).isEqualTo(3);
        assertThat(next(batcher))
                .as("it may grow if something comes nevertheless")
                .isZero();
    }

    @Test
    void aBatchThatIsFullStaysAsItIsWhateverComes() {
        RecordBatcher batcher = by(0, 10, Duration.ofSeconds(5), false);
        waiting.add(List.of(sized(1, 8), sized(2, 8)), 0, 0);
        assertThat(next(batcher)).isEqualTo(1);
        waiting.add(List.of(sized(3, 1)), 0, 0);
        assertThat(next(batcher)).isEqualTo(1);
        assertThat(batcher.nanosUntilDue(waiting, 0)).isEqualTo(-1);
    }
}
