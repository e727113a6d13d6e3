// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.model.SequenceNumber;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The checker of the soak bites: each falsified journal is found, and an honest one is not accused. */
class SoakVerdictTest {

    private static final Map<String, Integer> ACCEPTED = Map.of("a", 5, "b", 5);

    private static List<ProcessedRecord> honest() {
        List<ProcessedRecord> records = new ArrayList<>();
        for (int index = 0; index < 5; index++) {
            records.add(record(0, "a", index));
            records.add(record(0, "b", index));
        }
        return records;
    }

    private static ProcessedRecord record(int run, String key, int index) {
        return new ProcessedRecord(
                run, index, key, index, "shard-" + key, SequenceNumber.of("1" + key.hashCode() + index));
    }

    private static SoakVerdict verdict(List<ProcessedRecord> processed, Set<Integer> disturbed) {
        return SoakVerdict.of(ACCEPTED, processed, Map.of(), disturbed);
    }

    @Test
    void anHonestJournalIsNotAccused() {
        assertThat(verdict(honest(), Set.of()))
                .isEqualTo(new SoakVerdict(List.of(), List.of(), List.of(), List.of(), 0, 0));
    }

    @Test
    void oneLostRecordIsFound() {
        List<ProcessedRecord> records = honest();
        records.removeIf(record -> record.name().equals("b 3"));
        assertThat(verdict(records, Set.of()).lost()).containsExactly("b 3");
    }

    @Test
    void twoSwappedRecordsOfAKeyAreFound() {
        List<ProcessedRecord> records = honest();
        Collections.swap(records, 2, 4);
        assertThat(verdict(records, Set.of()).reordered()).containsExactly("a 1 behind 2");
    }

    @Test
    void aCheckpointThatWentBackIsFound() {
        assertThat(SoakVerdict.of(ACCEPTED, honest(), Map.of("shard-a", "from 5 to 4"), Set.of())
                        .wentBack())
                .containsExactly("shard-a from 5 to 4");
    }

    @Test
    void aRepeatBehindAnUndisturbedWorkerIsNotExplained() {
        List<ProcessedRecord> records = honest();
        records.add(record(0, "a", 4));
        records.add(record(1, "b", 4));
        assertThat(verdict(records, Set.of(1)).unexplained()).containsExactly("a 4 by 0 and by 0", "b 4 by 0 and by 1");
    }

    @Test
    void aRepeatIsExplainedByADisturbanceOfTheWorkerThatCameBefore() {
        List<ProcessedRecord> records = honest();
        records.add(record(1, "a", 4));
        records.add(record(0, "b", 4));
        SoakVerdict verdict = verdict(records, Set.of(0));
        assertThat(verdict.unexplained()).isEmpty();
        assertThat(verdict.explained()).isEqualTo(2);
    }
}
