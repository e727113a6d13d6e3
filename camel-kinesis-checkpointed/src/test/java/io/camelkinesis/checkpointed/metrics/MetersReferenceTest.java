// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/reference/meters.md is the catalog of meters, as a page. {@code -Ddocs.update} writes it anew. */
class MetersReferenceTest {

    private static final Path PAGE = Path.of("..", "docs", "reference", "meters.md");

    private static final Map<Meters.Kind, String> KINDS = Map.of(
            Meters.Kind.GAUGE, "gauge",
            Meters.Kind.TIME_GAUGE, "gauge",
            Meters.Kind.COUNTER, "counter",
            Meters.Kind.TIMER, "timer",
            Meters.Kind.SUMMARY, "distribution summary");

    @Test
    void thePageSaysWhatTheCatalogSays() throws Exception {
        String page = page();
        if (System.getProperty("docs.update") != null) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE).as("run with -Ddocs.update to write it anew").hasContent(page);
        System.out.printf(
                Locale.ROOT,
                "FIGURE ecosystem.6 %d meters in the code, with the same names, tags and meaning in docs/reference/meters.md%n",
                Meters.values().length);
    }

    private static String page() {
        return """
                <!-- Written from the catalog of meters, the enum Meters, by MetersReferenceTest -->
                # Meters

                What the component tells Micrometer, where the application has it and a registry: see
                [how to collect metrics](../how-to/collect-metrics.md). Times are in the unit of the registry, seconds for Prometheus. A
                monitoring system has names by its own rules; for Prometheus `camel.kinesis.cp.fetched.records` is
                `camel_kinesis_cp_fetched_records_total`.

                ## Of each shard that a consumer holds

                Looked at each second, and there for as long as the shard is held.

                %s
                ## Of a consumer, for each stream

                %s
                ## Of the producers of an endpoint, for each stream

                %s
                ## Tags

                %s
                ## How many there are

                | | meters | time series |
                |---|---|---|
                | for each shard that is held | %d | %d |
                | for each consumer and stream | %d | %d |
                | for each stream that is put into | %d | %d |

                A timer or distribution summary counts as one series here; most systems make three or more of it. None of them has a tag whose
                values come from records. `stream` can come from a header of the producer: after %d streams an endpoint counts all further ones
                under `%s`. The series of a shard end when the shard is not held any more, so after a reshard there are as many as before for
                each shard that is open; over the fleet that is once for each shard. Those of a consumer end with its stop, those of producers
                with the stop of the last one of the endpoint.

                Consumers or producers whose tags are all the same share their meters: two endpoints that put into one stream, or polling
                consumers. Then counts and amounts are added up, and of ages, lags and members the largest is shown. Streams of one name in two regions or
                accounts are told apart when the URI has their ARNs.
                """
                .formatted(
                        table(Meters.Scope.SHARD),
                        table(Meters.Scope.CONSUMER),
                        table(Meters.Scope.PRODUCER),
                        tags(),
                        count(Meters.Scope.SHARD),
                        series(Meters.Scope.SHARD),
                        count(Meters.Scope.CONSUMER),
                        series(Meters.Scope.CONSUMER),
                        count(Meters.Scope.PRODUCER),
                        series(Meters.Scope.PRODUCER),
                        MicrometerProducerMeters.MOST_STREAMS,
                        MicrometerProducerMeters.OTHERS);
    }

    private static Stream<Meters> of(Meters.Scope scope) {
        return Arrays.stream(Meters.values()).filter(meter -> meter.scope() == scope);
    }

    private static String table(Meters.Scope scope) {
        String always = scope.tags().stream()
                .map(tag -> "`" + tag.key() + "`")
                .collect(Collectors.joining(", ", "Tags: ", ".\n\n"));
        return always
                + of(scope)
                        .map(MetersReferenceTest::row)
                        .collect(Collectors.joining(
                                "", "| meter | kind | unit | more tags | |\n|---|---|---|---|---|\n", ""));
    }

    private static String row(Meters meter) {
        return "| `%s` | %s | %s | %s | %s |\n"
                .formatted(
                        meter.id(),
                        KINDS.get(meter.kind()),
                        meter.unit() == null ? "time" : meter.unit(),
                        meter.tag() == null ? "" : "`" + meter.tag().key() + "`",
                        meter.meaning());
    }

    private static String tags() {
        return Arrays.stream(Meters.Tag.values())
                .map(tag -> "| `%s` | %s | %s |\n".formatted(tag.key(), tag.meaning(), carriers(tag)))
                .collect(Collectors.joining("", "| tag | values | of |\n|---|---|---|\n", ""));
    }

    private static String carriers(Meters.Tag tag) {
        List<Meters> own = Arrays.stream(Meters.values())
                .filter(meter -> meter.tag() == tag)
                .toList();
        if (!own.isEmpty()) {
            return own.stream().map(meter -> "`" + meter.id() + "`").collect(Collectors.joining(", "));
        }
        if (tag == Meters.Tag.SHARD) {
            return "shards";
        }
        return Meters.Scope.PRODUCER.tags().contains(tag) ? "all" : "shards, consumers";
    }

    private static long count(Meters.Scope scope) {
        return of(scope).count();
    }

    private static long series(Meters.Scope scope) {
        return of(scope)
                .mapToLong(
                        meter -> meter.tag() == null ? 1 : meter.tag().meaning().split(", ").length)
                .sum();
    }
}
