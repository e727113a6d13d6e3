// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.springboot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

/**
 * An option of the component, as its JSON describes it.
 *
 * @param name in camel case
 * @param type the Java type, boxed
 * @param description for people
 * @param defaultValue null when there is none
 * @param values what it may be set to, empty when that is not a list
 */
record OptionMetadata(String name, String type, String description, Object defaultValue, List<Object> values) {

    private static final String JSON = "META-INF/io/camelkinesis/checkpointed/kinesis-cp.json";

    private static final Map<String, String> BOXED =
            Map.of("boolean", "java.lang.Boolean", "int", "java.lang.Integer", "long", "java.lang.Long");

    /** All options of the component by their names. */
    static Map<String, OptionMetadata> all() {
        Map<String, OptionMetadata> options = new LinkedHashMap<>();
        JsonObject properties = component().getMap("componentProperties");
        properties.forEach((name, value) -> {
            JsonObject option = (JsonObject) value;
            String type = option.getString("javaType");
            options.put(
                    name,
                    new OptionMetadata(
                            name,
                            BOXED.getOrDefault(type, type),
                            option.getString("description"),
                            option.get("defaultValue"),
                            option.containsKey("enum")
                                    ? List.copyOf(option.<JsonArray>getCollection("enum"))
                                    : List.of()));
        });
        return options;
    }

    /** All that the component's JSON says. */
    static JsonObject component() {
        try (InputStream json = OptionMetadata.class.getClassLoader().getResourceAsStream(JSON)) {
            String text = new String(Objects.requireNonNull(json, JSON).readAllBytes(), StandardCharsets.UTF_8);
            return (JsonObject) Jsoner.deserialize(text);
        } catch (IOException | DeserializationException e) {
            throw new IllegalStateException(JSON, e);
        }
    }

    /** The property of this option. */
    String property() {
        return OptionProperties.PREFIX + "." + OptionProperties.dashed(name);
    }

    Class<?> javaClass() throws ClassNotFoundException {
        return Class.forName(type.replaceAll("<.*", ""));
    }
}
