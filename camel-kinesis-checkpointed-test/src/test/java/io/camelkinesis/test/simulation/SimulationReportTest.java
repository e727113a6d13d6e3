// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * docs/reference/simulation-report.md is what simulated fleets do; a build looks at the small ones. {@code -Ddocs.update}
 * writes it anew.
 */
class SimulationReportTest {

    private static final boolean UPDATE = System.getProperty("docs.update") != null;
    private static final boolean FULL = UPDATE || Boolean.getBoolean("proofs.full");
    private static final Path PAGE = Path.of("..", "docs", "reference", "simulation-report.md");

    @Test
    void thePageSaysWhatTheFleetsDo() throws Exception {
        List<FleetFigures> sizes = new ArrayList<>();
        for (int shards : FULL ? new int[] {100, 1_000} : new int[] {100}) {
            for (int workers : new int[] {3, 10, 100}) {
                sizes.add(FleetFigures.of(shards, workers));
            }
        }
        String page = page(sizes);
        if (UPDATE) {
            Files.writeString(PAGE, page);
        }
        List<String> told = Files.readAllLines(PAGE);
        List<String> lines = page.lines().toList();
        assertThat(told)
                .as("run with -Ddocs.update to write it anew, and look at the difference")
                .containsAll(lines);
        if (FULL) {
            assertThat(told).isEqualTo(lines);
        }
        assertThat(sizes).allSatisfy(size -> {
            assertThat(size.join().repeats()).as("repeats after a join").isZero();
            assertThat(size.stop().repeats()).as("repeats after a stop").isZero();
        });
    }

    private static String page(List<FleetFigures> sizes) {
        StringBuilder page = new StringBuilder(
                """
                <!-- Written by SimulationReportTest -->
                # What a fleet does and costs, simulated

                Real workers on virtual time with an in-memory stream and lease table: the same code comes to the same numbers on every machine, and a
                test fails when they change. Options have their defaults (`leasePeriod` 15 s, `rebalancePeriod` 30 s, `commitPeriod` 5 s);
                a request to DynamoDB takes 10 ms, one to Kinesis 20 ms, an exchange 20 ms. Nothing fails but what the table names.

                ## A worker joins, stops or dies

                One after the other, under a load of 100 records a second over the whole stream. *Balanced*: every shard is read, and nobody has two more than another. *Moved*:
                shards that were claimed. *Repeated*: records that were delivered again after they had been completed. *Waited*: the longest time
                between the put of a record and its completion.

                | shards | workers | one more joins: balanced | moved | repeated | waited | one stops: balanced | moved | repeated | waited | one is killed: balanced | moved | repeated | waited |
                |---|---|---|---|---|---|---|---|---|---|---|---|---|---|
                """);
        sizes.forEach(size -> page.append(String.format(Locale.ROOT, "| %,d | %d | ", size.shards(), size.workers()))
                .append(cells(size.join()))
                .append(cells(size.stop()))
                .append(cells(size.crash()).strip())
                .append('\n'));
        page.append(
                """

                ## An hour without records

                Requests to the lease table and what they are billed as. Every write is a heartbeat. A shard with records adds one write per
                `commitPeriod`.

                | shards | workers | writes | write units | reads | read units |
                |---|---|---|---|---|---|
                """);
        sizes.forEach(size -> page.append(String.format(
                Locale.ROOT,
                "| %,d | %d | %,d | %,d | %,d | %,.0f |%n",
                size.shards(),
                size.workers(),
                size.idle().writes(),
                size.idle().writeUnits(),
                size.idle().reads(),
                size.idle().readUnits())));
        return page.toString().replace("\r\n", "\n");
    }

    private static String cells(FleetFigures.Change change) {
        return String.format(
                Locale.ROOT,
                "%s | %d | %d | %s | ",
                seconds(change.balanced()),
                change.moved(),
                change.repeats(),
                seconds(change.longestWait()));
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
