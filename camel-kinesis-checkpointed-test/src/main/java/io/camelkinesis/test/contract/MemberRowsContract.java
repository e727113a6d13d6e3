// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelkinesis.engine.model.GroupStart;
import io.camelkinesis.engine.model.Member;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.table.LeaseStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The part of {@link LeaseStoreContract} that is about the rows of workers and groups. */
abstract class MemberRowsContract {

    static final int RACERS = 16;

    /** The service is another machine with another clock. */
    static final Duration SKEW = Duration.ofSeconds(60);

    LeaseStore store;
    StreamId stream;

    /** The implementation. Asked once per case; cases may share the table. */
    protected abstract LeaseStore store();

    /** The answer of the store; waits up to 30 seconds. On virtual time: to be overridden so that time moves. */
    protected <T> T answerOf(CompletionStage<T> answer) throws Exception {
        return answer.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    /** The time of the service, roughly. On virtual time: to be overridden. */
    protected Instant now() {
        return Instant.now();
    }

    @BeforeEach
    final void connect() {
        store = store();
        stream = StreamId.of("contract-" + UUID.randomUUID());
    }

    @Test
    void aGroupBeginsOnce() throws Exception {
        Instant time = Instant.parse("2026-01-31T08:00:00.123Z");
        List<CompletionStage<GroupStart>> begins = IntStream.range(0, RACERS)
                .mapToObj(i -> store.begin(stream, new Position.AtTimestamp(time.plusSeconds(i))))
                .toList();
        List<GroupStart> starts = new ArrayList<>();
        for (CompletionStage<GroupStart> begin : begins) {
            starts.add(answerOf(begin));
        }
        assertThat(starts).containsOnly(starts.get(0));
        assertThat(((Position.AtTimestamp) starts.get(0).position()).time()).isBetween(time, time.plusSeconds(RACERS));
        assertThat(answerOf(store.begin(stream, Position.TRIM_HORIZON))).isEqualTo(starts.get(0));
        assertThat(answerOf(store.begin(stream, Position.LATEST))).isEqualTo(starts.get(0));
    }

    @Test
    void theHorizonIsStoredAsSuch() throws Exception {
        GroupStart start = answerOf(store.begin(stream, Position.TRIM_HORIZON));
        assertThat(start.position()).isEqualTo(Position.TRIM_HORIZON);
        assertThat(start.startedAt()).isBetween(now().minus(SKEW), now().plus(SKEW));
        assertThat(answerOf(store.begin(stream, Position.LATEST))).isEqualTo(start);
    }

    @Test
    void latestIsStoredAsTheTimeOfTheDecision() throws Exception {
        GroupStart start = answerOf(store.begin(stream, Position.LATEST));
        assertThat(start.position()).isEqualTo(new Position.AtTimestamp(start.startedAt()));
        assertThat(start.startedAt()).isBetween(now().minus(SKEW), now().plus(SKEW));
        assertThat(answerOf(store.begin(stream, Position.TRIM_HORIZON))).isEqualTo(start);
    }

    @Test
    void aHeartbeatOnlyEverRises() throws Exception {
        Instant seenAt = Instant.parse("2026-01-31T08:00:00Z");
        assertThat(answerOf(store.beat(stream, new Member("a", 2, seenAt, "host-1", 3))))
                .isTrue();
        assertThat(answerOf(store.beat(stream, new Member("a", 1, seenAt.minusSeconds(1), "host-1", 3))))
                .isFalse();
        assertThat(answerOf(store.beat(stream, new Member("a", 2, seenAt.plusSeconds(1), "host-2", 9))))
                .isFalse();
        assertThat(answerOf(store.members(stream))).containsExactly(new Member("a", 2, seenAt, "host-1", 3));

        Member next = new Member("a", 3, seenAt.plusSeconds(5), "host-1", 4, List.of("shardId-1"), true);
        assertThat(answerOf(store.beat(stream, next))).isTrue();
        assertThat(answerOf(store.members(stream))).containsExactly(next);

        Member last = new Member("a", 4, seenAt.plusSeconds(9), "host-1", 4);
        assertThat(answerOf(store.beat(stream, last))).isTrue();
        assertThat(answerOf(store.members(stream))).containsExactly(last);
    }

    @Test
    void aMemberSaysWhichShardsItMayBeGivenWhenTheseAreNotAll() throws Exception {
        Instant seenAt = Instant.parse("2026-01-31T08:00:00Z");
        Member choosy = new Member("a", 1, seenAt, "host-1", 0, List.of("shardId-2", "shardId-1"));
        assertThat(answerOf(store.beat(stream, choosy))).isTrue();
        assertThat(answerOf(store.members(stream))).containsExactly(choosy);
        assertThat(answerOf(store.view(stream)).members()).containsExactly(choosy);
        await().untilAsserted(() -> assertThat(answerOf(store.glance(stream))).containsExactly(choosy));

        Member leaving = new Member("a", 2, seenAt, "host-1", 1, List.of());
        assertThat(answerOf(store.beat(stream, leaving))).isTrue();
        assertThat(answerOf(store.members(stream))).containsExactly(leaving);

        Member next = new Member("a", 3, seenAt, "host-1", 1);
        assertThat(answerOf(store.beat(stream, next))).isTrue();
        assertThat(answerOf(store.members(stream))).containsExactly(next);
    }

    @Test
    void aMemberLeavesUnlessItsRowHasGoneOn() throws Exception {
        Instant seenAt = Instant.parse("2026-01-31T08:00:00Z");
        Member a = new Member("a", 2, seenAt, "host-1", 3);
        Member b = new Member("b", 1, seenAt, "host-2", 0);
        answerOf(store.beat(stream, a));
        answerOf(store.beat(stream, b));
        assertThat(answerOf(store.leave(stream, new Member("a", 1, null, "", 0))))
                .isFalse();
        assertThat(answerOf(store.members(stream))).containsExactly(a, b);
        assertThat(answerOf(store.leave(stream, new Member("a", 3, null, "", 0))))
                .isTrue();
        assertThat(answerOf(store.leave(stream, new Member("a", 3, null, "", 0))))
                .isTrue();
        assertThat(answerOf(store.members(stream))).containsExactly(b);
    }
}
