// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.ComponentModel.EndpointOptionModel;
import org.apache.camel.tooling.model.JsonMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What the Kamelets say of their properties is what the component says of its options. */
@SuppressWarnings("unchecked") // YAML is maps of strings
class KameletDefinitionTest {

    private static final Pattern DEFAULT = Pattern.compile("Default: ([\\w-]+)[.,]");
    private static final List<String> KAMELET_TYPES = List.of("boolean", "integer");

    @ParameterizedTest
    @ValueSource(strings = {"source", "sink"})
    void everyPropertyIsAnOptionAndIsHandedToIt(String kind) throws Exception {
        Map<String, Object> properties = map(kamelet(kind), "spec", "definition", "properties");
        Map<String, Object> parameters = kind.equals("source")
                ? map(kamelet(kind), "spec", "template", "from", "parameters")
                : map(first(map(kamelet(kind), "spec", "template", "from").get("steps")), "to", "parameters");
        assertThat(properties).hasSizeGreaterThan(10).containsKey("stream");
        assertThat(parameters.keySet())
                .containsExactlyElementsOf(properties.keySet().stream().skip(1).toList());
        parameters.forEach((name, value) ->
                assertThat(value.toString().replaceAll("RAW|[(){}?]", "")).isEqualTo(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"source", "sink"})
    void typesDefaultsAndSecretsAreThoseOfTheOption(String kind) throws Exception {
        Map<String, EndpointOptionModel> options = component().getEndpointParameterOptions().stream()
                .collect(Collectors.toMap(EndpointOptionModel::getName, Function.identity()));
        Map<String, Object> properties = map(kamelet(kind), "spec", "definition", "properties");
        properties.forEach((name, value) -> {
            if (!name.equals("stream")) {
                assertSame(options.get(name), name, (Map<String, Object>) value);
            }
        });
    }

    private static void assertSame(EndpointOptionModel option, String name, Map<String, Object> property) {
        assertThat(option).as("option %s", name).isNotNull();
        assertThat(property.get("type"))
                .as(name)
                .isEqualTo(KAMELET_TYPES.contains(option.getType()) ? option.getType() : "string");
        assertThat(property.get("enum")).as(name).isEqualTo(option.getEnums());
        assertThat("password".equals(property.get("format")))
                .as("%s is a secret", name)
                .isEqualTo(option.isSecret());
        assertThat(property).containsKey("title").doesNotContainKey("default");
        Matcher inWords = DEFAULT.matcher(property.get("description").toString());
        if (inWords.find()) {
            assertThat(inWords.group(1)).as(name).isEqualTo(String.valueOf(option.getDefaultValue()));
        } else {
            assertThat(option.getDefaultValue()).as(name).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"source", "sink"})
    void theDependencyIsThisVersionOfTheComponent(String kind) throws Exception {
        String version = version();
        assertThat(map(kamelet(kind), "spec").get("dependencies"))
                .isEqualTo(List.of("mvn:io.camelkinesis:camel-kinesis-checkpointed:" + version, "camel:kamelet"));
        assertThat(map(kamelet(kind), "metadata", "annotations").get("camel.apache.org/catalog.version"))
                .isEqualTo(version);
        assertThat(map(kamelet(kind), "metadata").get("name")).isEqualTo("kinesis-cp-" + kind);
        assertThat(map(kamelet(kind), "metadata", "labels").get("camel.apache.org/kamelet.type"))
                .isEqualTo(kind);
    }

    private static ComponentModel component() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            return JsonMapper.generateComponentModel(context.getComponentParameterJsonSchema("kinesis-cp"));
        }
    }

    private static String version() throws Exception {
        try (InputStream pom = Files.newInputStream(Path.of("pom.xml"))) {
            return XPathFactory.newInstance()
                    .newXPath()
                    .evaluate(
                            "/project/parent/version",
                            DocumentBuilderFactory.newInstance()
                                    .newDocumentBuilder()
                                    .parse(pom));
        }
    }

    private static Map<String, Object> kamelet(String kind) throws Exception {
        String file = "kamelets/kinesis-cp-" + kind + ".kamelet.yaml";
        try (InputStream yaml =
                KinesisCheckpointedComponent.class.getClassLoader().getResourceAsStream(file)) {
            return (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromInputStream(yaml);
        }
    }

    private static Map<String, Object> map(Map<String, Object> from, String... path) {
        Map<String, Object> at = from;
        for (String name : path) {
            at = (Map<String, Object>) at.get(name);
        }
        return at;
    }

    private static Map<String, Object> first(Object list) {
        return (Map<String, Object>) ((List<Object>) list).get(0);
    }
}
