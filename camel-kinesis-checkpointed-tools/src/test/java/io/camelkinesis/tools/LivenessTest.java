// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Member;
import io.camelkinesis.engine.model.StreamId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is written while somebody is at work. */
class LivenessTest extends ToolsFixture {

    private static final String SHARD = "shardId-000000000000";

    @BeforeEach
    void createStream() {
        kinesis.createStream(STREAM, 1);
    }

    private void beat(String member, long beat) {
        store().beat(ORDERS, new Member(member, beat, time.now(), "host-of-" + member, 1))
                .toCompletableFuture()
                .join();
    }

    private void redpandaCommits() {
        put(
                STREAM,
                SHARD,
                Map.of(
                        "ClientID", s("redpanda"),
                        "SequenceNumber", s("5"),
                        "LeaseTimeout", s(time.now().plusSeconds(30).toString())));
    }

    private Result refused(Result result) {
        assertThat(result.exitCode()).as(result.err() + result.out()).isEqualTo(3);
        assertThat(result.out()).isEmpty();
        return result;
    }

    private Result reset(String... options) {
        String[] all = new String[options.length + 2];
        all[0] = "--to";
        all[1] = "horizon";
        System.arraycopy(options, 0, all, 2, options.length);
        return run("reset", all);
    }

    @Test
    void aWorkerThatLivesIsFoundOutAndNothingIsWritten() {
        TestConsumer living = new TestConsumer("living", ORDERS, store(), kinesis, time).start();
        time.advance(Duration.ofSeconds(3));
        Lease before = row(SHARD);
        Result result = refused(reset());
        assertThat(result.err())
                .contains(
                        "orders: watching for 15 s whether somebody is alive: orders: member living on host-of-living")
                .contains("nothing is written, because somebody is alive: orders: member living on host-of-living")
                .contains("Stop all consumers of this stream and group first, or give --force");
        assertThat(row(SHARD)).isEqualTo(before);
        living.stop();
        reset().done();
    }

    @Test
    void theRefusalComesWithTheFirstBeat() {
        beat("a", 1);
        whilePausing = () -> beat("a", 2);
        long start = time.nanoTime();
        refused(reset());
        assertThat(Duration.ofNanos(time.nanoTime() - start)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aMemberThatStandsStillForTheLeasePeriodIsDead() {
        beat("dead", 7);
        long start = time.nanoTime();
        reset("--lease-period", "40s").done();
        assertThat(Duration.ofNanos(time.nanoTime() - start)).isBetween(Duration.ofSeconds(40), Duration.ofSeconds(43));
        assertThat(row(SHARD).isFree()).isTrue();
    }

    @Test
    void aMemberThatAppearsMeanwhileIsAlive() {
        beat("dead", 7);
        whilePausing = () -> beat("new", 1);
        assertThat(refused(reset()).err()).contains("member new");
    }

    @Test
    void whenAllHaveLeftNobodyIsWaitedFor() {
        beat("leaving", 7);
        whilePausing = () -> store().leave(ORDERS, new Member("leaving", 7, null, "", 0))
                .toCompletableFuture()
                .join();
        long start = time.nanoTime();
        reset().done();
        assertThat(Duration.ofNanos(time.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void anOwnerWithoutAMemberRowLivesWhileItsRowsMove() {
        redpandaCommits();
        whilePausing = this::redpandaCommits;
        assertThat(refused(reset()).err()).contains("owner redpanda of orders/" + SHARD + ", which is no member");
        whilePausing = () -> {};
        reset().done();
        assertThat(row(SHARD).owner()).isNull();
    }

    @Test
    void withForceNobodyIsWatched() {
        beat("a", 1);
        whilePausing = () -> beat("a", 2);
        Result result = reset("--force").done();
        assertThat(result.err()).isEmpty();
        assertThat(view().members()).extracting(Member::clientId).containsExactly("a");
    }

    @Test
    void membersOfOtherGroupsAndStreamsDoNotMatter() {
        StreamId other = new StreamId(STREAM, "billing");
        whilePausing = () -> {
            throw new AssertionError("nobody is to be watched");
        };
        store().beat(other, new Member("a", 1, null, "h", 0))
                .toCompletableFuture()
                .join();
        reset().done();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0s", "61m", "soon", "-5s", "1.5s", "99999999999s"})
    void aLeasePeriodThatIsNoneIsAnError(String period) {
        Result result = reset("--lease-period", period);
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("--lease-period=" + period, "15s");
    }

    @Test
    void anImportIsRefusedTheSameWay() throws Exception {
        Path file = Files.createTempFile("positions", ".json");
        run("export", file.toString()).done();
        beat("a", 1);
        whilePausing = () -> beat("a", 2);
        refused(run("import", file.toString()));
        Files.delete(file);
    }
}
