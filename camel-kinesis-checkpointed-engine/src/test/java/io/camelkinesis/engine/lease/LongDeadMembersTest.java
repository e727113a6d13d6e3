package io.camelkinesis.engine.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.ManualTime;
import io.camelkinesis.engine.model.Member;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.model.StreamSelection;
import io.camelkinesis.engine.runtime.SerialLoop;
import io.camelkinesis.engine.runtime.WorkerEvent;
import io.camelkinesis.engine.table.FakeLeaseTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rows of members that died long ago are cleared away, by one worker, and never the row of one that lives. */
class LongDeadMembersTest {

    private static final StreamId STREAM = StreamId.of("orders");
    private static final Duration LEASE_PERIOD = Duration.ofSeconds(15);
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    private static final Duration KEPT = LEASE_PERIOD.multipliedBy(1 + Membership.KEPT_PERIODS);

    private final ManualTime time = new ManualTime();
    private final FakeLeaseTable table = new FakeLeaseTable();
    private final List<WorkerEvent> events = new ArrayList<>();
    private final SerialLoop loop = new SerialLoop(time, time, bug -> {
        throw new AssertionError(bug);
    });
    private final StreamMembership me = membership("me");

    @Test
    void theRowGoesTenLeasePeriodsAfterTheDeathWasSeen() {
        beat("dead", 7);
        join();
        live(KEPT.minus(HEARTBEAT));
        assertThat(table.members(STREAM.stream())).containsKey("dead");

        live(HEARTBEAT);
        assertThat(table.members(STREAM.stream())).containsOnlyKeys("me");
        assertThat(removed()).containsExactly("dead");

        live(KEPT.multipliedBy(2));
        assertThat(removed()).containsExactly("dead");
    }

    @Test
    void whatComesToLifeIsLeftAloneAlsoWhenThatIsSeenTooLate() {
        beat("frozen", 7);
        join();
        live(KEPT.minus(HEARTBEAT));
        table.hold("leave");
        live(HEARTBEAT);
        beat("frozen", 8);
        table.next("leave").answer();
        table.holdNothing();
        time.settle();

        assertThat(table.members(STREAM.stream())).containsKey("frozen");
        live(KEPT.minus(HEARTBEAT));
        assertThat(table.members(STREAM.stream())).containsKey("frozen");
        assertThat(removed()).isEmpty();
    }

    @Test
    void onlyTheFirstThatLivesDoesIt() {
        beat("dead", 7);
        join();
        for (long beat = 1; beat <= KEPT.toSeconds() / HEARTBEAT.toSeconds() + 3; beat++) {
            beat("an earlier name", beat);
            live(HEARTBEAT);
        }
        assertThat(table.members(STREAM.stream())).containsKey("dead");

        live(KEPT);
        assertThat(removed()).contains("dead");
    }

    @Test
    void withoutAnAnswerItIsTriedAgain() {
        beat("dead", 7);
        join();
        table.hold("leave");
        live(KEPT);
        live(HEARTBEAT.multipliedBy(4));
        assertThat(table.count("leave")).isEqualTo(1);

        table.next("leave").lose();
        live(HEARTBEAT);
        table.next("leave").answer();
        time.settle();
        assertThat(removed()).containsExactly("dead");
    }

    @Test
    void aHundredDeadAreRemovedLittleByLittle() {
        IntStream.range(0, 100).forEach(i -> beat("dead-" + i, 1));
        join();
        table.hold("leave");
        live(KEPT);
        assertThat(table.waiting("leave")).isEqualTo(10);

        table.holdNothing();
        IntStream.range(0, 10).forEach(i -> table.next("leave").answer());
        live(HEARTBEAT.multipliedBy(10));
        assertThat(table.members(STREAM.stream())).containsOnlyKeys("me");
    }

    private void join() {
        CompletionStage<Void> joined = me.join();
        time.settle();
        assertThat(joined.toCompletableFuture()).isCompleted();
        loop.execute(me::heartbeat);
        time.settle();
    }

    private void beat(String id, long beat) {
        table.members(STREAM.stream()).put(id, new Member(id, beat, null, "host", 0));
    }

    private void live(Duration time) {
        for (long i = 0; i < time.dividedBy(HEARTBEAT); i++) {
            this.time.advance(HEARTBEAT);
            loop.execute(me::heartbeat);
            this.time.settle();
        }
    }

    private List<String> removed() {
        return events.stream()
                .filter(WorkerEvent.MemberRemoved.class::isInstance)
                .map(event -> ((WorkerEvent.MemberRemoved) event).clientId())
                .toList();
    }

    private StreamMembership membership(String id) {
        LeaseSettings settings =
                new LeaseSettings(id, "host", Position.TRIM_HORIZON, LEASE_PERIOD, Duration.ofSeconds(30));
        LeaseContext context = new LeaseContext(
                settings,
                loop,
                time,
                table,
                stream -> CompletableFuture.completedFuture(List.of()),
                new EmptyHands(),
                new Random(1),
                events::add);
        return new StreamMembership(new StreamSelection(STREAM, List.of()), context, () -> {});
    }
}
