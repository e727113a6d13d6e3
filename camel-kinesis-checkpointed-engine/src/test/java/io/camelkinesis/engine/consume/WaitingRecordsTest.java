// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import static io.camelkinesis.engine.Given.record;
import static io.camelkinesis.engine.Given.records;
import static io.camelkinesis.engine.Given.seq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.engine.model.StreamRecord;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitingRecordsTest {

    private final WaitingRecords waiting = new WaitingRecords();

    @Test
    void keepsOrderAcrossReadsAndTheLagOfEach() {
        waiting.add(records(1, 2), 500, 0);
        waiting.add(records(3, 3), 0, 0);
        List<String> seen = new ArrayList<>();
        while (!waiting.isEmpty()) {
            long lag = waiting.millisBehindLatest();
            assertThat(waiting.peek()).isNotNull();
            StreamRecord next = waiting.peek();
            assertThat(waiting.poll()).isSameAs(next);
            seen.add(next.sequence() + " at " + lag);
        }
        assertThat(seen).containsExactly("1 at 500", "2 at 500", "3 at 0");
    }

    @Test
    void countsRecordsAndMemory() {
        StreamRecord small = record(1, "a");
        StreamRecord large = record(seq(2), "a", 10_000);
        waiting.add(List.of(small, large), 0, 0);
        assertThat(waiting.size()).isEqualTo(2);
        assertThat(waiting.memoryBytes()).isEqualTo(small.memoryBytes() + large.memoryBytes());
        waiting.poll();
        assertThat(waiting.size()).isEqualTo(1);
        assertThat(waiting.memoryBytes()).isEqualTo(large.memoryBytes());
        waiting.poll();
        assertThat(waiting.memoryBytes()).isZero();
    }

    @Test
    void aReadThatBroughtNothingLeavesNoTrace() {
        waiting.add(List.of(), 500, 0);
        waiting.add(records(1, 1), 0, 0);
        assertThat(waiting.millisBehindLatest()).isZero();
        assertThat(waiting.poll().sequence()).isEqualTo(seq(1));
        assertThat(waiting.isEmpty()).isTrue();
    }

    @Test
    void canBeLookedAtWithoutTakingAcrossReads() {
        waiting.add(records(1, 2), 0, 10);
        waiting.add(records(3, 5), 0, 20);
        waiting.poll();
        assertThat(waiting.get(0).sequence()).isEqualTo(seq(2));
        assertThat(waiting.get(1).sequence()).isEqualTo(seq(3));
        assertThat(waiting.get(3).sequence()).isEqualTo(seq(5));
        assertThatThrownBy(() -> waiting.get(4)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(waiting.size()).isEqualTo(4);
    }

    @Test
    void severalAreTakenInOrderAcrossReads() {
        waiting.add(records(1, 2), 0, 10);
        waiting.add(records(3, 5), 0, 20);
        assertThat(waiting.sinceNanos()).isEqualTo(10);
        assertThat(waiting.poll(3)).extracting(StreamRecord::sequence).containsExactly(seq(1), seq(2), seq(3));
        assertThat(waiting.sinceNanos()).as("of the next").isEqualTo(20);
        assertThat(waiting.taken()).isEqualTo(3);
        waiting.clear();
        assertThat(waiting.taken()).as("what is forgotten was not taken").isEqualTo(3);
    }

    @Test
    void clearForgetsAll() {
        waiting.add(records(1, 5), 0, 0);
        waiting.poll();
        waiting.clear();
        assertThat(waiting.isEmpty()).isTrue();
        assertThat(waiting.memoryBytes()).isZero();
    }

    @Test
    void whatHasBeenTakenIsNotKeptInMemory() {
        List<StreamRecord> read = new ArrayList<>(records(1, 2));
        waiting.add(read, 0, 0);
        read = null;
        WeakReference<StreamRecord> taken = new WeakReference<>(waiting.poll());
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            System.gc();
            return taken.get() == null;
        });
        assertThat(waiting.size()).isEqualTo(1);
    }
}
