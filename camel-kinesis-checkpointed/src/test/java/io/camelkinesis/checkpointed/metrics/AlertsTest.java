// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.runtime.WorkerEvent;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The names in docs/how-to/collect-metrics.md are those that an application gets, and Prometheus from it. */
class AlertsTest {

    private static final Path PAGE = Path.of("..", "docs", "how-to", "collect-metrics.md");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final MeterFixture fixture = new MeterFixture(registry);

    private static Set<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What Prometheus would read. */
    private String scrape() {
        ConsumerMeters consumer = fixture.openConsumer(MeterFixture.ORDERS);
        consumer.on(new WorkerEvent.Fenced(MeterFixture.ORDERS));
        new ShardGauges(fixture.set(), Map.of(MeterFixture.ORDERS, MeterFixture.tags(MeterFixture.ORDERS)), fixture)
                .update(List.of(MeterFixture.idle(MeterFixture.SHARD)));
        Metering.ofProducer(fixture.context, "orders");
        return registry.scrape();
    }

    @Test
    @SuppressWarnings("unchecked")
    void theFourAlertsAskForSeriesThatThereAre() throws Exception {
        String page = Files.readString(PAGE);
        String yaml =
                page.substring(page.indexOf("```yaml\n") + 8, page.indexOf("```\n", page.indexOf("```yaml\n") + 8));
        Map<String, Object> root =
                (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromString(yaml);
        Map<String, Object> group = ((List<Map<String, Object>>) root.get("groups")).get(0);
        List<Map<String, Object>> rules = (List<Map<String, Object>>) group.get("rules");
        Set<String> series = found("(?m)^(camel_kinesis_cp_\\w+)\\{", scrape());
        assertThat(rules).hasSize(4).allSatisfy(rule -> {
            assertThat(found("(camel_kinesis_cp_\\w+)", (String) rule.get("expr")))
                    .isNotEmpty()
                    .isSubsetOf(series);
            assertThat(rule).containsKeys("alert", "annotations");
        });
        assertThat(found("(camel_kinesis_cp_\\w+)", page)).isSubsetOf(series);
    }

    @Test
    void theLabelsOfTheAlertsAreTags() throws Exception {
        String page = Files.readString(PAGE);
        Set<String> keys =
                Arrays.stream(Meters.Tag.values()).map(Meters.Tag::key).collect(Collectors.toSet());
        assertThat(found("\\$labels\\.(\\w+)", page)).isNotEmpty().isSubsetOf(keys);
    }

    @Test
    void everyMeterThatThePageNamesIsThere() throws Exception {
        Set<String> ids = Arrays.stream(Meters.values()).map(Meters::id).collect(Collectors.toSet());
        assertThat(found("`(camel\\.kinesis\\.cp\\.[a-z.]+)`", Files.readString(PAGE)))
                .hasSizeGreaterThan(10)
                .isSubsetOf(ids);
    }

    @Test
    void aNameOfPrometheusHasItsUnitOnce() {
        assertThat(found("(?m)^(camel_kinesis_cp_\\w+)\\{", scrape()))
                .contains("camel_kinesis_cp_fetched_records_total", "camel_kinesis_cp_shard_unmoved_seconds")
                .contains("camel_kinesis_cp_shard_in_flight_records", "camel_kinesis_cp_put_request_bytes_count")
                .contains("camel_kinesis_cp_commit_seconds_count", "camel_kinesis_cp_shards")
                .noneMatch(name -> name.matches(".*_(records|bytes|shards|seconds)_\\1.*"));
    }
}
