// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.docs;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

/**
 * The JSON schemas of Kubernetes and KEDA, cut down to what the manifests of the pages use. Of JSON schema it knows what stands in
 * these: type, properties, required, additionalProperties, items, enum, oneOf, minimum.
 */
final class ManifestSchemas {

    private static final String FILE = "/kubernetes-schemas.json";

    private final JsonObject schemas;

    ManifestSchemas() {
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream(FILE), FILE)) {
            schemas = (JsonObject) Jsoner.deserialize(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (Exception e) {
            throw new AssertionError(FILE, e);
        }
    }

    /** Whether there is a schema for a manifest of this kind. */
    boolean know(Map<?, ?> manifest) {
        return schemas.containsKey(kindOf(manifest));
    }

    private static String kindOf(Map<?, ?> manifest) {
        return manifest.get("apiVersion") + " " + manifest.get("kind");
    }

    /** What is wrong with a manifest, each with the path to it; empty when it follows its schema. */
    List<String> problems(Map<?, ?> manifest) {
        List<String> problems = new ArrayList<>();
        check(manifest, (Map<?, ?>) schemas.get(kindOf(manifest)), "", problems);
        return problems;
    }

    private static void check(Object value, Map<?, ?> schema, String path, List<String> problems) {
        Object types = schema.get("type");
        List<?> allowed = types instanceof List<?> several ? several : types == null ? List.of() : List.of(types);
        if (!allowed.isEmpty() && allowed.stream().noneMatch(type -> isOf(type.toString(), value))) {
            problems.add(path + ": " + value + " is none of " + allowed);
            return;
        }
        if (schema.get("enum") instanceof Collection<?> values && !values.contains(value)) {
            problems.add(path + ": " + value + " is none of " + values);
        }
        if (schema.get("minimum") instanceof Number least
                && value instanceof Number number
                && number.doubleValue() < least.doubleValue()) {
            problems.add(path + ": " + value + " is less than " + least);
        }
        if (schema.get("oneOf") instanceof Collection<?> choices
                && choices.stream().noneMatch(choice -> follows(value, (Map<?, ?>) choice))) {
            problems.add(path + ": " + value + " follows none of " + choices);
        }
        if (value instanceof Map<?, ?> object) {
            checkObject(object, schema, path, problems);
        }
        if (value instanceof List<?> list && schema.get("items") instanceof Map<?, ?> items) {
            for (int i = 0; i < list.size(); i++) {
                check(list.get(i), items, path + "[" + i + "]", problems);
            }
        }
    }

    private static boolean follows(Object value, Map<?, ?> schema) {
        List<String> problems = new ArrayList<>();
        check(value, schema, "", problems);
        return problems.isEmpty();
    }

    private static void checkObject(Map<?, ?> object, Map<?, ?> schema, String path, List<String> problems) {
        Map<?, ?> properties = schema.get("properties") instanceof Map<?, ?> named ? named : Map.of();
        if (schema.get("required") instanceof Collection<?> required) {
            required.stream()
                    .filter(name -> !object.containsKey(name))
                    .forEach(name -> problems.add(path + "." + name + " is missing"));
        }
        object.forEach((name, value) -> {
            String place = path + "." + name;
            if (properties.get(name) instanceof Map<?, ?> property) {
                check(value, property, place, problems);
            } else if (schema.get("additionalProperties") instanceof Map<?, ?> others) {
                check(value, others, place, problems);
            } else if (Boolean.FALSE.equals(schema.get("additionalProperties"))) {
                problems.add(place + ": there is no such field");
            }
        });
    }

    private static boolean isOf(String type, Object value) {
        return switch (type) {
            case "object" -> value instanceof Map;
            case "array" -> value instanceof List;
            case "string" -> value instanceof String;
            case "boolean" -> value instanceof Boolean;
            case "integer" -> value instanceof Integer || value instanceof Long;
            case "number" -> value instanceof Number;
            case "null" -> value == null;
            default -> throw new AssertionError("type " + type);
        };
    }
}
