// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.springboot;

import io.camelkinesis.checkpointed.KinesisCheckpointedComponent;
import io.camelkinesis.checkpointed.UnknownOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.support.PropertyBindingSupport;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * The options of the component as {@code camel.component.kinesis-cp.*}, in all spellings that Spring Boot knows. Which options
 * there are, the component's JSON says; a value is written as in an endpoint URI, so that {@code #bean:name}
 * and placeholders mean the same. Only what is set is applied: an option that was left out or left empty stays "not said".
 */
final class OptionProperties {

    static final String PREFIX = "camel.component.kinesis-cp";

    /** Properties below the prefix that are about the auto-configuration. */
    private static final List<String> OF_THE_STARTER = List.of("enabled", "customizer.enabled");

    /** What the others are written into, so it is set before them. */
    private static final String CONFIGURATION = "configuration";

    static final String JSON = "/META-INF/io/camelkinesis/checkpointed/kinesis-cp.json";

    private final Binder binder;
    private final List<String> replaced;

    /** @param replaced options whose properties are passed over, because connection details say them */
    OptionProperties(Environment environment, List<String> replaced) {
        this.binder = Binder.get(environment);
        this.replaced = replaced;
    }

    /**
     * Sets what the properties say.
     *
     * @throws IllegalArgumentException with all properties that are no option, and all values that are none of their option
     */
    void applyTo(KinesisCheckpointedComponent component) {
        PropertyConfigurer configurer = component.getComponentPropertyConfigurer();
        List<String> options = options();
        List<String> problems = new ArrayList<>();
        unknown(options).ifPresent(problems::add);
        for (String option : options) {
            String value = replaced.contains(option) ? null : value(option);
            if (value != null) {
                set(component, configurer, option, value).ifPresent(problems::add);
            }
        }
        component
                .takeWrongTexts()
                .forEach((option, problem) -> problems.add(PREFIX + "." + dashed(option) + ": " + problem));
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    /** The properties that are set and passed over. */
    List<String> passedOver() {
        return replaced.stream()
                .filter(option -> value(option) != null)
                .map(option -> PREFIX + "." + dashed(option))
                .toList();
    }

    /** The names of all options, as the component's JSON has them. */
    private static List<String> options() {
        try (InputStream json = KinesisCheckpointedComponent.class.getResourceAsStream(JSON)) {
            String text = new String(Objects.requireNonNull(json, JSON).readAllBytes(), StandardCharsets.UTF_8);
            JsonObject component = (JsonObject) Jsoner.deserialize(text);
            List<String> names = new ArrayList<>(
                    component.<JsonObject>getMap("componentProperties").keySet());
            names.remove(CONFIGURATION);
            names.add(0, CONFIGURATION);
            return names;
        } catch (IOException | DeserializationException e) {
            throw new IllegalStateException(JSON + " cannot be read", e);
        }
    }

    private @Nullable String value(String option) {
        String value = binder.bind(PREFIX + "." + dashed(option), String.class).orElse("");
        return value.isBlank() ? null : unwrapped(value);
    }

    /** Without the {@code RAW(…)} or {@code RAW{…}} that a secret needs in a URI. */
    private static String unwrapped(String value) {
        boolean raw =
                (value.startsWith("RAW(") && value.endsWith(")")) || (value.startsWith("RAW{") && value.endsWith("}"));
        return raw ? value.substring("RAW(".length(), value.length() - 1) : value;
    }

    /** Sets one option; what is wrong with the value, if it cannot be set. */
    private static Optional<String> set(
            KinesisCheckpointedComponent component, PropertyConfigurer configurer, String option, String value) {
        try {
            PropertyBindingSupport.build()
                    .withConfigurer(configurer)
                    .withMandatory(true)
                    .bind(component.getCamelContext(), component, option, value);
            return Optional.empty();
        } catch (RuntimeException e) {
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            return Optional.of(PREFIX + "." + dashed(option) + ": " + root.getMessage());
        }
    }

    /** What is below the prefix and means nothing, with what may have been meant. */
    private Optional<String> unknown(List<String> options) {
        List<String> known = new ArrayList<>(OF_THE_STARTER);
        options.forEach(option -> known.add(dashed(option)));
        List<String> plain = known.stream().map(OptionProperties::plain).toList();
        Map<String, String> given =
                binder.bind(PREFIX, Bindable.mapOf(String.class, String.class)).orElseGet(Map::of);
        List<String> unknown = given.keySet().stream()
                .filter(key -> !plain.contains(plain(key)))
                .sorted()
                .toList();
        return unknown.isEmpty()
                ? Optional.empty()
                : Optional.of(PREFIX + ": " + UnknownOptions.message(unknown, known));
    }

    private static String plain(String name) {
        return name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
    }

    /** The spelling that Spring Boot recommends: checkpointLimit is checkpoint-limit. */
    static String dashed(String option) {
        return option.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
