// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.camelk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelkinesis.test.dynamodb.DynamoDbLocal;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.v1.Integration;
import org.apache.camel.v1.IntegrationSpec;
import org.apache.camel.v1.Kamelet;
import org.apache.camel.v1.Pipe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The manifests are what Camel K's definitions allow, and their routes move records. No operator is there. */
class ManifestsTest {

    /** Fails at a field that the definition does not have, and at a value of another type. */
    private static final ObjectMapper DEFINITIONS = new ObjectMapper();

    private final InMemoryKinesis kinesis = InMemoryKinesis.create();
    private final CamelContext camel = new DefaultCamelContext();
    private DynamoDbLocal dynamoDb;

    @BeforeEach
    void begin() {
        List.of("orders", "shipments", "copies").forEach(stream -> kinesis.createStream(stream, 1));
        kinesis.put("orders", "ada", "1 tea");
        dynamoDb = DynamoDbLocal.inProcess();
        camel.getRegistry().bind("kinesis", kinesis.client());
        camel.getRegistry().bind("dynamoDb", dynamoDb.client());
    }

    @AfterEach
    void end() throws Exception {
        camel.close();
        dynamoDb.close();
    }

    @Test
    void theIntegrationIsOneAndNamesThisVersion() throws Exception {
        Map<String, Object> manifest = manifest("orders-integration.yaml");
        IntegrationSpec spec =
                DEFINITIONS.convertValue(manifest, Integration.class).getSpec();
        assertThat(spec.getDependencies())
                .containsExactly("mvn:io.camelkinesis:camel-kinesis-checkpointed:" + version());
        assertThat(spec.getFlows()).hasSize(1);
        assertThat(manifest).containsEntry("apiVersion", "camel.apache.org/v1").containsEntry("kind", "Integration");
    }

    @Test
    void theFlowsOfTheIntegrationShipAnOrder() throws Exception {
        IntegrationSpec spec = DEFINITIONS
                .convertValue(manifest("orders-integration.yaml"), Integration.class)
                .getSpec();
        Main main = new Main();
        main.bind("kinesis", kinesis.client());
        main.bind("dynamoDb", dynamoDb.client());
        spec.getTraits().getCamel().getProperties().forEach(property -> {
            String[] parts = property.split("=", 2);
            main.addInitialProperty(parts[0], parts[1]);
        });
        main.init();
        String flows = new Dump(DumpSettings.builder().build())
                .dumpToString(spec(manifest("orders-integration.yaml")).get("flows"));
        PluginHelper.getRoutesLoader(main.getCamelContext()).loadRoutes(ResourceHelper.fromString("flows.yaml", flows));
        main.start();
        try {
            assertPut("shipments", "shipped 1 tea");
        } finally {
            main.stop();
        }
    }

    @Test
    void thePipeIsOneAndCopiesAnOrder() throws Exception {
        Map<String, Object> manifest = manifest("copy-pipe.yaml");
        Pipe pipe = DEFINITIONS.convertValue(manifest, Pipe.class);
        assertThat(pipe.getSpec().getSource().getRef().getName()).isEqualTo("kinesis-cp-source");
        PluginHelper.getRoutesLoader(camel)
                .loadRoutes(ResourceHelper.fromString("copy-pipe.yaml", Files.readString(Path.of("copy-pipe.yaml"))));
        camel.start();
        assertPut("copies", "1 tea");
    }

    @ParameterizedTest
    @ValueSource(strings = {"source", "sink"})
    void theKameletIsOne(String kind) throws Exception {
        String file = "kamelets/kinesis-cp-" + kind + ".kamelet.yaml";
        try (InputStream yaml =
                Objects.requireNonNull(Kamelet.class.getClassLoader().getResourceAsStream(file), file)) {
            Kamelet kamelet = DEFINITIONS.convertValue(load(yaml), Kamelet.class);
            assertThat(kamelet.getSpec().getDefinition().getRequired()).contains("stream");
            assertThat(kamelet.getSpec().getDependencies()).hasSize(2);
        }
    }

    @Test
    void aFieldThatIsNotInTheDefinitionIsFound() throws Exception {
        Map<String, Object> manifest = manifest("orders-integration.yaml");
        spec(manifest).put("dependency", "mvn:a:b:c");
        assertThatThrownBy(() -> DEFINITIONS.convertValue(manifest, Integration.class))
                .hasMessageContaining("dependency");
    }

    private void assertPut(String stream, String data) {
        await().until(() -> !kinesis.records(stream).isEmpty());
        assertThat(kinesis.records(stream)).singleElement().satisfies(record -> {
            assertThat(record.partitionKey()).isEqualTo("ada");
            assertThat(record.text()).isEqualTo(data);
        });
    }

    private static Map<String, Object> manifest(String file) throws Exception {
        try (InputStream yaml = Files.newInputStream(Path.of(file))) {
            return load(yaml);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> load(InputStream yaml) {
        return (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromInputStream(yaml);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> spec(Map<String, Object> manifest) {
        return (Map<String, Object>) manifest.get("spec");
    }

    private static String version() throws Exception {
        return Files.readString(Path.of("pom.xml")).replaceFirst("(?s).*?<version>(.*?)</version>.*", "$1");
    }
}
