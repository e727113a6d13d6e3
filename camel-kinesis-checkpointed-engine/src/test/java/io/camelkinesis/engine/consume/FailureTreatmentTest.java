// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import static io.camelkinesis.engine.Given.records;
import static io.camelkinesis.engine.Given.seq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelkinesis.engine.consume.FailureTreatment.Verdict;
import io.camelkinesis.engine.model.StreamRecord;
import io.camelkinesis.engine.runtime.GiveUpReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailureTreatmentTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    private final TestSettings settings = new TestSettings();

    private FailureTreatment treatment() {
        return new FailureTreatment(settings.build().failure());
    }

    private static StreamRecord aged(Duration age) {
        return new StreamRecord(seq(1), "key", new byte[1], NOW.minus(age), null);
    }

    private Verdict failed(int replays) {
        return treatment().failed(List.of(aged(Duration.ZERO)), replays, NOW);
    }

    @Test
    void replaysForEverUnlessThatIsBounded() {
        assertThat(failed(1_000_000).action()).isEqualTo(OnFailure.REPLAY);
        settings.maxReplays = 2;
        settings.afterMaxReplays = OnFailure.DEAD_LETTER;
        assertThat(failed(0).action()).isEqualTo(OnFailure.REPLAY);
        assertThat(failed(1).action()).isEqualTo(OnFailure.REPLAY);
        assertThat(failed(2)).isEqualTo(new Verdict(OnFailure.DEAD_LETTER, GiveUpReason.TOO_MANY_REPLAYS));
    }

    @Test
    void noReplayAtAllIsABoundToo() {
        settings.maxReplays = 0;
        assertThat(failed(0)).isEqualTo(new Verdict(OnFailure.SKIP, GiveUpReason.TOO_MANY_REPLAYS));
    }

    @ParameterizedTest
    @EnumSource(
            value = OnFailure.class,
            names = {"SKIP", "STOP", "DEAD_LETTER"})
    void whatIsNotReplayedIsGivenUpAtItsFirstFailure(OnFailure onFailure) {
        settings.onFailure = onFailure;
        assertThat(failed(0)).isEqualTo(new Verdict(onFailure, GiveUpReason.FAILED));
    }

    @Test
    void recordsOfAnyAgeAreDeliveredUnlessThatIsBounded() {
        assertThat(treatment().limitsAge()).isFalse();
        assertThat(treatment().tooOld(List.of(aged(Duration.ofDays(365))), NOW)).isZero();
    }

    @Test
    void aRecordIsTooOldWhenItIsOlderAndNotBefore() {
        settings.maxRecordAge = HOUR;
        assertThat(treatment().tooOld(List.of(aged(HOUR)), NOW)).isZero();
        assertThat(treatment().tooOld(List.of(aged(HOUR.plusMillis(1))), NOW)).isEqualTo(1);
        assertThat(treatment().tooOld(List.of(aged(Duration.ofHours(-5))), NOW))
                .as("arrived in the future, by a clock that is slow")
                .isZero();
    }

    @Test
    void theOldOnesOfABatchAreThoseAtItsHead() {
        settings.maxRecordAge = HOUR;
        StreamRecord old = aged(Duration.ofHours(2));
        StreamRecord fresh = aged(Duration.ZERO);
        assertThat(treatment().tooOld(List.of(old, old, fresh, old), NOW)).isEqualTo(2);
    }

    @Test
    void whatGotTooOldIsNotReplayed() {
        settings.maxRecordAge = HOUR;
        assertThat(treatment().failed(List.of(aged(HOUR.plusMillis(1))), 0, NOW))
                .isEqualTo(new Verdict(OnFailure.SKIP, GiveUpReason.TOO_OLD))
                .isEqualTo(treatment().tooOld());
        assertThat(treatment().failed(List.of(aged(Duration.ofHours(2)), aged(Duration.ZERO)), 0, NOW))
                .as("a part of the batch is not too old")
                .extracting(Verdict::action)
                .isEqualTo(OnFailure.REPLAY);
    }

    @Test
    void onlyABatchOfSeveralCanBeHalved() {
        assertThat(treatment().bisects(500)).as("WHOLE").isFalse();
        settings.batchOnFailure = BatchOnFailure.BISECT;
        assertThat(treatment().bisects(2)).isTrue();
        assertThat(treatment().bisects(1)).isFalse();
    }

    @Test
    void aPolicyThatSaysNothingIsRefused() {
        assertThatThrownBy(() -> policy(0, OnFailure.REPLAY)).hasMessageContaining("afterMaxReplays");
        assertThatThrownBy(() -> policy(-2, OnFailure.SKIP)).hasMessageContaining("-2");
        assertThatThrownBy(() -> new BatchSettings(-1, 0, Duration.ZERO, false)).hasMessageContaining("-1");
    }

    private static FailurePolicy policy(int maxReplays, OnFailure afterwards) {
        return new FailurePolicy(OnFailure.REPLAY, HOUR, HOUR, maxReplays, null, afterwards, BatchOnFailure.WHOLE);
    }

    @Test
    void theErrorOfAnOldRecordNamesItsAgeAndNotItsContent() {
        settings.maxRecordAge = HOUR;
        assertThat(treatment().tooOldError(records(1, 1).get(0)))
                .hasMessage("The record arrived at 2026-01-01T00:00:00Z, longer ago than maxRecordAge=PT1H");
    }
}
