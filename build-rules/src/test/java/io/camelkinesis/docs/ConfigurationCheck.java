// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.docs;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

/**
 * Properties of Camel Main and Spring Boot: keys of the component are options of its JSON and have values that these take, other
 * keys of Camel and Spring stand in the metadata on the class path. Keys of nobody's are an application's own.
 */
final class ConfigurationCheck {

    private static final String COMPONENT = "camel.component.kinesis-cp.";

    private static final String KAMELET = "camel.kamelet.";

    /** Whose keys must be known. */
    private static final Set<String> OWNED = Set.of("camel", "spring", "management", "server", "logging", "quarkus");

    private static final List<String> METADATA = List.of(
            "META-INF/spring-configuration-metadata.json",
            "META-INF/additional-spring-configuration-metadata.json",
            "META-INF/camel-main-configuration-metadata.json");

    /** Beside its options. */
    private static final Set<String> ALWAYS = Set.of("enabled", "customizerenabled");

    private final Map<String, JsonObject> options = new HashMap<>();

    /** Types by the names of properties, these without dashes and in small letters. */
    private final Map<String, String> known = new HashMap<>();

    ConfigurationCheck() {
        try {
            ComponentMetadata.read()
                    .options()
                    .forEach(option -> options.put(relaxed(option.getString("name")), option));
            for (String metadata : METADATA) {
                for (URL url : Collections.list(getClass().getClassLoader().getResources(metadata))) {
                    read(url);
                }
            }
        } catch (Exception e) {
            throw new AssertionError("the metadata of properties", e);
        }
    }

    private void read(URL url) throws Exception {
        try (InputStream in = url.openStream()) {
            JsonObject json = (JsonObject) Jsoner.deserialize(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            Collection<JsonObject> properties = json.getCollection("properties");
            if (properties != null) {
                properties.forEach(property ->
                        known.put(relaxed(property.getString("name")), String.valueOf(property.getString("type"))));
            }
        }
    }

    private static String relaxed(String key) {
        return key.replace("-", "").toLowerCase(Locale.ROOT);
    }

    Verdict properties(Snippet snippet) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(snippet.code()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, Object> flat = new TreeMap<>();
        properties.forEach((key, value) -> flat.put(key.toString(), value));
        String problem = problemOf(flat);
        return problem == null ? Verdict.held("checked key by key") : Verdict.problem(problem);
    }

    /** What is wrong with configuration that is nested, null when nothing is. */
    String problem(Map<?, ?> nested) {
        Map<String, Object> flat = new TreeMap<>();
        flatten("", nested, flat);
        return problemOf(flat);
    }

    private static void flatten(String prefix, Map<?, ?> nested, Map<String, Object> flat) {
        nested.forEach((key, value) -> {
            if (value instanceof Map<?, ?> deeper) {
                flatten(prefix + key + ".", deeper, flat);
            } else {
                flat.put(prefix + key, value);
            }
        });
    }

    private String problemOf(Map<String, Object> flat) {
        if (flat.keySet().stream().noneMatch(key -> OWNED.contains(key.split("\\.")[0]))) {
            return "none of " + flat.keySet() + " is a property of " + OWNED + ", and nothing here checks others; put"
                    + " <!-- run by: SomeTest --> above the block, with a test that reads it out of the page, or"
                    + " <!-- not checked: REASON -->";
        }
        List<String> problems = new ArrayList<>();
        flat.forEach((key, value) -> {
            String problem = key.startsWith(COMPONENT)
                    ? optionProblem(key, key.substring(COMPONENT.length()), String.valueOf(value))
                    : keyProblem(key);
            if (problem != null) {
                problems.add(problem);
            }
        });
        return problems.isEmpty() ? null : String.join("; ", problems);
    }

    private String optionProblem(String key, String name, String value) {
        String relaxed = relaxed(name).replace("configuration.", "").replace(".", "");
        JsonObject option = options.get(relaxed);
        if (option == null) {
            return ALWAYS.contains(relaxed) || known.containsKey(relaxed(key))
                    ? null
                    : key + ": there is no such option";
        }
        if (value.contains("${") || value.contains("{{") || value.startsWith("#")) {
            return null;
        }
        Collection<?> allowed = option.getCollection("enum");
        boolean right = allowed != null
                ? allowed.stream().anyMatch(one -> one.toString().equalsIgnoreCase(value))
                : switch (String.valueOf(option.getString("type"))) {
                    case "boolean" -> value.matches("true|false");
                    case "integer" -> value.matches("-?\\d+");
                    case "duration" -> value.matches("\\d+(ms|s|m|h|d)?");
                    default -> true;
                };
        return right ? null : key + ": " + value + " is not a value of it";
    }

    /** Options of a Kamelet of ours: camel.kamelet.NAME.OPTION, and for one use of it camel.kamelet.NAME.ID.OPTION. */
    private static boolean isOptionOfAKamelet(String key) {
        if (!key.startsWith(KAMELET)) {
            return false;
        }
        String[] names = key.substring(KAMELET.length()).split("\\.");
        return ProjectSources.ALL.ending("/kamelets/" + names[0] + ".kamelet.yaml").values().stream()
                .anyMatch(kamelet -> kamelet.contains("\n      " + names[names.length - 1] + ":\n"));
    }

    private String keyProblem(String key) {
        String relaxed = relaxed(key);
        if (isOptionOfAKamelet(key)) {
            return null;
        }
        if (!OWNED.contains(key.split("\\.")[0]) || known.containsKey(relaxed.replaceFirst("\\[\\d+]$", ""))) {
            return null;
        }
        boolean inAMap = known.entrySet().stream()
                .anyMatch(property -> relaxed.startsWith(property.getKey() + ".")
                        && property.getValue().contains("Map"));
        return inAMap
                ? null
                : key + ": in no metadata on the class path of build-rules; if it is right, add what has it to the"
                        + " pom there as a test dependency, or make the block part of an example that a test runs";
    }
}
