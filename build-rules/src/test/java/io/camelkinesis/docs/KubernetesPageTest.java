// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The page about Kubernetes: manifests that their schemas allow, times that follow from one another, meters that there are. */
class KubernetesPageTest {

    private static final Markdown PAGE = Markdown.page("docs/how-to/run-on-kubernetes.md");

    /** What a stop may take beside drainTimeout, as StopTimesProofTest has it. */
    private static final Duration STOP_BESIDE_THE_DRAIN = Duration.ofSeconds(10);

    private static final Pattern METER = Pattern.compile("camel_kinesis_cp_\\w+");

    private static final ManifestSchemas SCHEMAS = new ManifestSchemas();

    private final List<Map<?, ?>> documents = new ArrayList<>();

    KubernetesPageTest() {
        PAGE.blocks("yaml").forEach(block -> documents(block).forEach(documents::add));
    }

    private static List<Map<?, ?>> documents(String yaml) {
        List<Map<?, ?>> documents = new ArrayList<>();
        new Load(LoadSettings.builder().build())
                .loadAllFromString(yaml)
                .forEach(document -> documents.add((Map<?, ?>) document));
        return documents;
    }

    private Map<?, ?> manifest(String kind) {
        return documents.stream()
                .filter(document -> kind.equals(document.get("kind")))
                .findFirst()
                .orElseThrow();
    }

    /** What stands at a path of names and, in lists, of the only element. */
    private static Object at(Object from, String path) {
        Object value = from;
        for (String name : path.split("\\.")) {
            value = value instanceof List<?> list ? list.get(0) : value;
            value = ((Map<?, ?>) value).get(name);
        }
        return value;
    }

    @Test
    void eachManifestFollowsItsSchema() {
        List<Map<?, ?>> manifests = documents.stream()
                .filter(document -> document.containsKey("kind"))
                .toList();
        assertThat(manifests).hasSize(3).allMatch(SCHEMAS::know).allSatisfy(manifest -> assertThat(
                        SCHEMAS.problems(manifest))
                .isEmpty());
    }

    @ParameterizedTest(name = "{1} in place of {0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "replicas: 2 | replica: 2 | .spec.replica: there is no such field",
                "replicas: 2 | replicas: two | .spec.replicas: two is none of [integer, null]",
                "terminationGracePeriodSeconds | gracePeriodSeconds | there is no such field",
                "path: /actuator/health/readiness | url: /x | readinessProbe.httpGet.url: there is no such field",
                "port: management | port: [1] | follows none of",
                "serviceAccountName | serviceAccounts | there is no such field",
                "maxUnavailable: 1 | maxUnavailable: true | follows none of",
                "scaleTargetRef | target | .spec.scaleTargetRef is missing",
                "pollingInterval: 30 | pollingInterval: 0 | .spec.pollingInterval: 0 is less than 1",
                "threshold: \"60\" | threshold: 60 | .threshold: 60 is none of [string]",
                "ignoreNullValues: \"false\" | ignoreNullValues: false | .ignoreNullValues: false is none of [string]",
            })
    void whatASchemaDoesNotAllowIsSeen(String right, String wrong, String problem) {
        String planted = String.join("---\n", PAGE.blocks("yaml")).replace(right, wrong);
        assertThat(documents(planted).stream()
                        .filter(document -> document.containsKey("kind"))
                        .flatMap(manifest -> SCHEMAS.problems(manifest).stream()))
                .anyMatch(found -> found.contains(problem));
    }

    @Test
    void eachTimeOfAStopIsLongerThanTheOneBeforeIt() throws Exception {
        Map<?, ?> properties = documents.stream()
                .filter(document -> document.containsKey("camel"))
                .findFirst()
                .orElseThrow();
        String drain =
                at(properties, "camel.component.kinesis-cp.drain-timeout").toString();
        assertThat(ComponentMetadata.read().options())
                .as("the page says that it is the default")
                .anyMatch(option -> option.getString("name").equals("drainTimeout")
                        && option.getString("defaultValue").equals(drain));
        Duration drainTimeout = Duration.parse("PT" + drain);
        Duration camel = Duration.ofSeconds((Integer) at(properties, "camel.main.shutdown-timeout"));
        Duration grace = Duration.ofSeconds(
                (Integer) at(manifest("Deployment"), "spec.template.spec.terminationGracePeriodSeconds"));
        assertThat(camel).isGreaterThanOrEqualTo(drainTimeout.plus(STOP_BESIDE_THE_DRAIN));
        assertThat(grace).isGreaterThanOrEqualTo(camel.plus(STOP_BESIDE_THE_DRAIN));
    }

    @Test
    void probesAskWhatThePropertiesShow() {
        Object container = at(manifest("Deployment"), "spec.template.spec.containers");
        assertThat(at(container, "livenessProbe.httpGet.path")).isEqualTo("/actuator/health/liveness");
        assertThat(at(container, "startupProbe.httpGet.path")).isEqualTo("/actuator/health/liveness");
        assertThat(at(container, "readinessProbe.httpGet.path")).isEqualTo("/actuator/health/readiness");
        Object management = documents.get(0).get("management");
        assertThat(at(container, "ports.containerPort")).isEqualTo(at(management, "server.port"));
        assertThat(at(management, "endpoint.health.group.liveness.include").toString())
                .contains("camelLivenessState")
                .doesNotContain("camelReadinessState");
    }

    @Test
    void thePodsThatTheBudgetAndTheScalerMeanAreThoseOfTheDeployment() {
        Object labels = at(manifest("Deployment"), "spec.template.metadata.labels");
        assertThat(at(manifest("Deployment"), "spec.selector.matchLabels")).isEqualTo(labels);
        assertThat(at(manifest("PodDisruptionBudget"), "spec.selector.matchLabels"))
                .isEqualTo(labels);
        assertThat(at(manifest("ScaledObject"), "spec.scaleTargetRef.name"))
                .isEqualTo(at(manifest("Deployment"), "metadata.name"));
    }

    @Test
    void theMetersOfThePageAreThere() {
        String catalog = Markdown.page("docs/reference/meters.md").text();
        List<String> meters = METER.matcher(PAGE.text())
                .results()
                .map(MatchResult::group)
                .distinct()
                .toList();
        assertThat(meters).isNotEmpty().allSatisfy(meter -> assertThat(catalog)
                .contains("`" + meter.replaceFirst("_seconds$", "").replace('_', '.') + "`"));
    }
}
