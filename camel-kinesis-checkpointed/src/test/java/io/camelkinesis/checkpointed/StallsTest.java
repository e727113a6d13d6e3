// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static io.camelkinesis.checkpointed.StallSamples.COMMIT_PERIOD;
import static io.camelkinesis.checkpointed.StallSamples.LEASE_PERIOD;
import static io.camelkinesis.checkpointed.StallSamples.LONG;
import static io.camelkinesis.checkpointed.StallSamples.NOW;
import static io.camelkinesis.checkpointed.StallSamples.NO_WINDOW;
import static io.camelkinesis.checkpointed.StallSamples.READ;
import static io.camelkinesis.checkpointed.StallSamples.STORED;
import static io.camelkinesis.checkpointed.StallSamples.closing;
import static io.camelkinesis.checkpointed.StallSamples.failing;
import static io.camelkinesis.checkpointed.StallSamples.fails;
import static io.camelkinesis.checkpointed.StallSamples.fresh;
import static io.camelkinesis.checkpointed.StallSamples.shard;
import static io.camelkinesis.checkpointed.StallSamples.stalls;
import static io.camelkinesis.checkpointed.StallSamples.stream;
import static io.camelkinesis.checkpointed.StallSamples.waitsFor;
import static io.camelkinesis.checkpointed.StallSamples.worker;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.consume.CommitStatus;
import io.camelkinesis.engine.consume.ReadStatus;
import io.camelkinesis.engine.consume.ShardStatus;
import io.camelkinesis.engine.consume.WaitsFor;
import io.camelkinesis.engine.lease.Trouble;
import io.camelkinesis.engine.lease.UnreadShard;
import io.camelkinesis.engine.model.ShardState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What counts as a stall and from when on. */
class StallsTest {

    private static final Duration BEFORE = LEASE_PERIOD.plus(COMMIT_PERIOD).minusMillis(1);

    private static List<StallReason> reasons(ShardStatus shard) {
        return stalls(worker(fresh(), shard)).stream().map(Stall::reason).toList();
    }

    @Test
    void eachReasonHasItsSample() {
        assertThat(StallSamples.all()).extracting(Stall::reason).containsExactly(StallReason.values());
    }

    @Test
    void theDefaultOptionsKeepThePromiseOfThirtySeconds() {
        KinesisCheckpointedConfiguration options = new KinesisCheckpointedConfiguration();
        assertThat(options.getLeasePeriod()).isEqualTo(LEASE_PERIOD);
        assertThat(options.getCommitPeriod()).isEqualTo(COMMIT_PERIOD);
        assertThat(options.getLeasePeriod().plus(options.getCommitPeriod()))
                .isLessThanOrEqualTo(WatchedHealth.LIMIT.minusSeconds(10));
        assertThat(ProducerHealthCheck.LIMIT).isLessThanOrEqualTo(WatchedHealth.LIMIT.minusSeconds(10));
    }

    @Test
    void anIdleShardAndOneThatMovesAreNone() {
        assertThat(reasons(shard(false, NO_WINDOW, READ, STORED))).isEmpty();
        assertThat(reasons(shard(
                        false,
                        waitsFor(WaitsFor.ROUTE, BEFORE, true),
                        failing(BEFORE, 9, true, false, null),
                        new CommitStatus(BEFORE, null, 0, null, null))))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(WaitsFor.class)
    void whateverTheOldestRecordWaitsForIsOneExceptHeartbeatsWhichAreTheStreams(WaitsFor what) {
        List<StallReason> reasons = reasons(shard(false, waitsFor(what, LONG, false), READ, STORED));
        assertThat(reasons).hasSize(what == WaitsFor.HEARTBEAT ? 0 : 1);
    }

    @Test
    void aFailingRecordIsNotToldASecondTimeAsABlockedRoute() {
        assertThat(reasons(shard(false, fails(false, 0, new IllegalStateException("no")), READ, STORED)))
                .containsExactly(StallReason.FAILING_RECORD);
    }

    @Test
    void aRecordOnItsWayToTheDeadLettersIsNoneBeforeItIsRefused() {
        assertThat(reasons(shard(false, fails(true, 0, new IllegalStateException("no")), READ, STORED)))
                .isEmpty();
    }

    @Test
    void suspendedOnlyWhatMustGoOnCounts() {
        assertThat(reasons(shard(
                        true,
                        waitsFor(WaitsFor.ROUTE, LONG, true),
                        failing(LONG, 9, false, false, null),
                        new CommitStatus(LONG, null, 0, null, null))))
                .containsExactly(StallReason.UNSTORED_CHECKPOINT);
    }

    @Test
    void heartbeatsCountFromLeasePeriodOnOrWhenTheTermIsOver() {
        Trouble missed = new Trouble(Duration.ofSeconds(5), 1, null, Duration.ZERO);
        Duration almost = LEASE_PERIOD.minusMillis(1);
        assertThat(stalls(worker(stream(true, almost, missed, null, List.of()))))
                .isEmpty();
        assertThat(stalls(worker(stream(true, LEASE_PERIOD, null, null, List.of()))))
                .hasSize(1);
        assertThat(stalls(worker(stream(false, almost, missed, null, List.of()))))
                .hasSize(1);
    }

    @Test
    void aLeaseThatIsHeldAndNotReadIsOneUnlessSomethingElseWaits() {
        ReadStatus idle = new ReadStatus(LONG, LONG.plusSeconds(1), null, 0, false, false, null, null);
        assertThat(reasons(shard(false, NO_WINDOW, idle, STORED))).containsExactly(StallReason.UNREAD_SHARD);
        assertThat(reasons(shard(true, NO_WINDOW, idle, STORED))).isEmpty();
        assertThat(reasons(shard(false, waitsFor(WaitsFor.ROUTE, BEFORE, true), idle, STORED)))
                .isEmpty();
        assertThat(reasons(shard(false, NO_WINDOW, READ, STORED))).isEmpty();
    }

    @Test
    void anEndOrAReleaseThatIsNotStoredIsOneAlsoWhileSuspended() {
        assertThat(reasons(closing(ShardState.FINISHING, LONG))).containsExactly(StallReason.UNFINISHED_HAND_OVER);
        assertThat(reasons(closing(ShardState.DRAINING, BEFORE))).isEmpty();
    }

    @Test
    void looksAndShardsThatNobodyReadsHaveARebalancePeriodMore() {
        UnreadShard justNow = new UnreadShard(StallSamples.SHARD, LONG, false);
        assertThat(stalls(worker(stream(LONG, List.of(justNow))))).isEmpty();
    }

    @Test
    void anErrorIsOneShortLineOfItsCause() {
        Throwable cause = new IllegalStateException("first\n  second " + "x".repeat(1000));
        String text = ErrorText.of(new RuntimeException("wrapped: " + cause, cause));
        assertThat(text)
                .startsWith("java.lang.IllegalStateException: first second xxx")
                .hasSize(300);
        assertThat(ErrorText.of(new IllegalStateException("own words", new RuntimeException("other"))))
                .isEqualTo("java.lang.IllegalStateException: own words");
    }

    @Test
    void theTextSaysWhatWhereSinceWhenAndWhatToDo() {
        assertThat(StallSamples.all().get(StallReason.BLOCKED_ROUTE.ordinal()).text(NOW))
                .isEqualTo("orders/shardId-000000000000: the route does not get through with its oldest record; 3 in"
                        + " flight, the window of 3 is full, since 2026-05-01T10:00:00Z (21 s). To do: see in a thread"
                        + " dump what the route waits for");
    }
}
