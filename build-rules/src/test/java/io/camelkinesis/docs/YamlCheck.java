// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** YAML is routes, a manifest that holds routes or whose schema is here, or configuration. */
final class YamlCheck implements SnippetChecks.Check {

    private final RouteFiles routes;
    private final ConfigurationCheck configuration;
    private final ManifestSchemas manifests = new ManifestSchemas();

    YamlCheck(RouteFiles routes, ConfigurationCheck configuration) {
        this.routes = routes;
        this.configuration = configuration;
    }

    @Override
    public Verdict check(Snippet snippet) {
        List<String> problems = new ArrayList<>();
        for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(snippet.code())) {
            String problem = problem(document);
            if (problem != null) {
                problems.add(problem);
            }
        }
        return problems.isEmpty() ? Verdict.held("loaded") : Verdict.problem(String.join("; ", problems));
    }

    private String problem(Object document) {
        if (document instanceof List) {
            return loaded("snippet.yaml", document);
        }
        if (!(document instanceof Map<?, ?> map)) {
            return "is neither routes nor configuration";
        }
        Object kind = map.get("kind");
        if (kind == null) {
            return configuration.problem(map);
        }
        if (manifests.know(map)) {
            List<String> problems = manifests.problems(map);
            return problems.isEmpty() ? null : String.join(", ", problems);
        }
        return switch (kind.toString()) {
            case "Pipe", "Kamelet" -> loaded("snippet.yaml", document);
            case "Integration" ->
                map.get("spec") instanceof Map<?, ?> spec && spec.get("flows") instanceof List<?> flows
                        ? loaded("snippet.yaml", flows)
                        : "an Integration without spec.flows";
            default ->
                "nothing here checks a manifest of kind " + kind
                        + "; put <!-- not checked: REASON --> above it, or make it part of an example that a test runs";
        };
    }

    private String loaded(String name, Object document) {
        return routes.problem(name, new Dump(DumpSettings.builder().build()).dumpToString(document));
    }
}
