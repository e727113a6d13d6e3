// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.util.json.JsonObject;
import org.junit.jupiter.api.Test;

/**
 * docs/reference/options.md is the component's own metadata, as a page. {@code -Ddocs.update} writes it anew.
 */
class OptionsReferenceTest {

    private static final Path PAGE = Markdown.ROOT.resolve("docs/reference/options.md");

    private static final Map<String, String> GROUPS = groups();

    private static final Map<String, String> SHORT_TYPES =
            Map.of("java.time.Instant", "Instant", "object", "bean", "enum", "one of");

    private static Map<String, String> groups() {
        Map<String, String> groups = new LinkedHashMap<>();
        groups.put("consumer", "Consuming");
        groups.put("producer", "Putting");
        groups.put("common", "Both, streams and connection");
        groups.put("security", "Credentials");
        groups.put("proxy", "Proxy");
        groups.put("consumer (advanced)", "Consuming, rarely needed");
        groups.put("producer (advanced)", "Putting, rarely needed");
        groups.put("advanced", "Clients of your own");
        return groups;
    }

    @Test
    void thePageSaysWhatTheComponentSays() throws Exception {
        String page = page(ComponentMetadata.read());
        if (System.getProperty("docs.update") != null) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE).as("run with -Ddocs.update to write it anew").hasContent(page);
    }

    @Test
    void everyOptionHasAGroupOnThePage() throws Exception {
        assertThat(ComponentMetadata.read().options().stream().map(option -> option.getString("group")))
                .isSubsetOf(GROUPS.keySet());
    }

    private static String page(ComponentMetadata metadata) {
        StringBuilder page = new StringBuilder(
                """
                <!-- Written from the component's metadata by OptionsReferenceTest; the texts stand at the options in the component's sources -->
                # Options and headers

                `kinesis-cp:STREAMS[?options]`

                %s

                Every option can also be set on the component, as `camel.component.kinesis-cp.<option>` in `application.properties`; an
                endpoint URI that sets it as well wins. Durations are written as `500ms`, `5s`, `1m`, or as a number of milliseconds.
                """
                        .formatted(description(option("streams", metadata))));
        GROUPS.forEach((group, title) -> appendGroup(page, title, inGroup(group, metadata)));
        appendHeaders(page, "Headers of a consumed exchange", "consumer", metadata);
        page.append("\nThe body is the record's data, a `byte[]`, byte for byte.\n");
        appendHeaders(page, "Headers of an exchange that is put", "producer", metadata);
        return page.toString().replace("\r\n", "\n");
    }

    private static void appendHeaders(StringBuilder page, String title, String side, ComponentMetadata metadata) {
        page.append("\n## ").append(title).append("\n\n| header | type | |\n|---|---|---|\n");
        metadata.headers().stream()
                .filter(header -> List.of(side, "common").contains(header.getString("label")))
                .forEach(header -> page.append(
                        "| `%s` | %s | %s |%n".formatted(header.getString("name"), type(header), description(header))));
    }

    private static void appendGroup(StringBuilder page, String title, List<JsonObject> options) {
        page.append("\n## ").append(title).append("\n\n| option | default | type | |\n|---|---|---|---|\n");
        options.forEach(option -> page.append("| `%s` | %s | %s | %s |%n"
                .formatted(option.getString("name"), defaultValue(option), type(option), description(option))));
    }

    private static List<JsonObject> inGroup(String group, ComponentMetadata metadata) {
        return metadata.options().stream()
                .filter(option -> option.getString("group").equals(group))
                .filter(option -> option.getString("kind").equals("parameter"))
                .toList();
    }

    private static JsonObject option(String name, ComponentMetadata metadata) {
        return metadata.options().stream()
                .filter(option -> option.getString("name").equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String defaultValue(JsonObject option) {
        Object value = option.get("defaultValue");
        return value == null ? "" : "`" + value + "`";
    }

    private static String type(JsonObject entry) {
        String type = entry.getString("type") != null ? entry.getString("type") : entry.getString("javaType");
        String shown = SHORT_TYPES.getOrDefault(type, type);
        Collection<?> values = entry.getCollection("enum");
        return values == null
                ? shown
                : values.stream().map(value -> "`" + value + "`").collect(Collectors.joining(", "));
    }

    private static String description(JsonObject entry) {
        return entry.getString("description").replace("|", "\\|").replace("<", "&lt;");
    }
}
