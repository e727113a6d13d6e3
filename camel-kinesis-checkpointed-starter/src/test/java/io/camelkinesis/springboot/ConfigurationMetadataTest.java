// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.checkpointed.KinesisCheckpointedComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * spring-configuration-metadata.json, from which an editor completes properties, is the component's own metadata, in the form
 * of Spring Boot. {@code -Ddocs.update} writes it anew.
 */
class ConfigurationMetadataTest {

    private static final Path SOURCE = Path.of("src/main/resources/META-INF/spring-configuration-metadata.json");

    @BeforeAll
    static void write() throws Exception {
        if (System.getProperty("docs.update") != null) {
            Files.writeString(SOURCE, metadata());
        }
    }

    @Test
    void theFileSaysWhatTheComponentSays() {
        assertThat(SOURCE).as("run with -Ddocs.update to write it anew").hasContent(metadata());
    }

    /** What an editor reads, and not how it was written. */
    @Test
    void everyOptionHasAPropertyOfItsTypeAndDefault() throws Exception {
        Map<String, OptionMetadata> options = OptionMetadata.all();
        List<JsonObject> properties = ((JsonObject) Jsoner.deserialize(Files.readString(SOURCE)))
                .<JsonArray>getCollection("properties").stream()
                        .map(JsonObject.class::cast)
                        .toList();
        assertThat(options).hasSizeGreaterThan(80).allSatisfy((name, option) -> assertThat(properties)
                .filteredOn(property -> property.getString("name").equals(option.property()))
                .singleElement()
                .satisfies(property -> {
                    assertThat(property.getString("type")).isEqualTo(option.type());
                    assertThat(property.getString("description")).isEqualTo(option.description());
                    assertThat(property.get("defaultValue")).isEqualTo(option.defaultValue());
                }));
        assertThat(properties).hasSize(options.size() + 2);
    }

    @Test
    void whatAnOptionMayBeSetToIsOffered() throws Exception {
        assertThat(((JsonObject) Jsoner.deserialize(Files.readString(SOURCE)))
                        .<JsonArray>getCollection("hints").stream().map(JsonObject.class::cast))
                .hasSizeGreaterThan(9)
                .anySatisfy(hint -> {
                    assertThat(hint.getString("name")).isEqualTo(OptionProperties.PREFIX + ".after-max-replays");
                    assertThat(hint.<JsonArray>getCollection("values"))
                            .extracting(value -> ((JsonObject) value).getString("value"))
                            .containsExactly("SKIP", "STOP", "DEAD_LETTER");
                });
    }

    /** The default that is told is the one that a new component has. */
    @Test
    void theDefaultsAreTrue() throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            KinesisCheckpointedComponent component = new KinesisCheckpointedComponent(camel);
            PropertyConfigurerGetter getter = (PropertyConfigurerGetter)
                    PluginHelper.getConfigurerResolver(camel).resolvePropertyConfigurer("kinesis-cp-component", camel);
            assertThat(OptionMetadata.all().values())
                    .filteredOn(option -> option.defaultValue() != null)
                    .hasSizeGreaterThan(40)
                    .allSatisfy(option -> {
                        Object said =
                                camel.getTypeConverter().mandatoryConvertTo(option.javaClass(), option.defaultValue());
                        assertThat(getter.getOptionValue(component, option.name(), true))
                                .as(option.name())
                                .isEqualTo(said);
                    });
        }
    }

    /** The starter looks for these itself and switches Camel's autowiring off. */
    @Test
    void nothingButClientsIsAutowired() {
        JsonObject options = OptionMetadata.component().getMap("componentProperties");
        assertThat(options.keySet())
                .filteredOn(option -> ((JsonObject) options.get(option)).getBooleanOrDefault("autowired", false))
                .containsExactlyInAnyOrder("amazonKinesisClient", "amazonKinesisAsyncClient", "dynamoDbClient");
    }

    private static String metadata() {
        String component = KinesisCheckpointedComponent.class.getName();
        JsonObject group = new JsonObject();
        group.put("name", OptionProperties.PREFIX);
        group.put("type", component);
        group.put("sourceType", KinesisCheckpointedAutoConfiguration.class.getName());
        JsonArray properties = new JsonArray();
        properties.add(property("enabled", "Whether the component is configured from properties and beans at all."));
        properties.add(property(
                "customizer.enabled", "Whether the component is configured when it is made, or left as it is."));
        OptionMetadata.all().values().forEach(option -> {
            JsonObject property = new JsonObject();
            property.put("name", option.property());
            property.put("type", option.type());
            property.put("sourceType", component);
            property.put("description", option.description());
            if (option.defaultValue() != null) {
                property.put("defaultValue", option.defaultValue());
            }
            properties.add(property);
        });
        JsonArray hints = new JsonArray();
        OptionMetadata.all().values().stream()
                .filter(option -> !option.values().isEmpty())
                .forEach(option -> hints.add(hint(option)));
        JsonObject metadata = new JsonObject();
        metadata.put("groups", new JsonArray(List.of(group)));
        metadata.put("properties", properties);
        metadata.put("hints", hints);
        return Jsoner.prettyPrint(metadata.toJson(), 2).strip() + "\n";
    }

    /** An enum may have values that an option does not take, so that its type does not tell them. */
    private static JsonObject hint(OptionMetadata option) {
        JsonArray values = new JsonArray();
        option.values().forEach(allowed -> {
            JsonObject value = new JsonObject();
            value.put("value", allowed);
            values.add(value);
        });
        JsonObject hint = new JsonObject();
        hint.put("name", option.property());
        hint.put("values", values);
        return hint;
    }

    /** A switch of the starter, on by default. */
    private static JsonObject property(String name, String description) {
        JsonObject property = new JsonObject();
        property.put("name", OptionProperties.PREFIX + "." + name);
        property.put("type", "java.lang.Boolean");
        property.put("sourceType", KinesisCheckpointedAutoConfiguration.class.getName());
        property.put("description", description);
        property.put("defaultValue", true);
        return property;
    }
}
