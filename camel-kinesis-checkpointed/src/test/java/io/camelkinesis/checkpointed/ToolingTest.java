// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.catalog.RuntimeCamelCatalog;
import org.apache.camel.catalog.suggest.CatalogSuggestionStrategy;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.JsonMapper;
import org.junit.jupiter.api.Test;

/** What Camel's tools and DSLs make of the component. */
class ToolingTest {

    @Test
    void theCatalogKnowsTheOptionsAndNoMisspeltOne() {
        CamelCatalog catalog = new DefaultCamelCatalog();
        assertThat(catalog.findComponentNames()).doesNotContain("kinesis-cp");
        catalog.addComponent("kinesis-cp", KinesisCheckpointedComponent.class.getName());

        assertThat(catalog.validateEndpointProperties("kinesis-cp:orders?checkpointLimit=1&commitPeriod=5s")
                        .isSuccess())
                .isTrue();
        assertThat(catalog.validateEndpointProperties("kinesis-cp:orders?chekpointLimit=1")
                        .getUnknown())
                .isEqualTo(Set.of("chekpointLimit"));
        catalog.setSuggestionStrategy(new CatalogSuggestionStrategy());
        assertThat(catalog.validateEndpointProperties("kinesis-cp:orders?chekpointLimit=1")
                        .getUnknownSuggestions())
                .hasEntrySatisfying("chekpointLimit", meant -> assertThat(meant).contains("checkpointLimit"));
        assertThat(catalog.validateEndpointProperties("kinesis-cp:orders?checkpointLimit=many")
                        .getInvalidInteger())
                .containsKey("checkpointLimit");
        assertThat(catalog.validateEndpointProperties("kinesis-cp:orders?ordering=RANDOM")
                        .getInvalidEnum())
                .containsKey("ordering");
        assertThat(catalog.validateEndpointProperties("kinesis-cp:orders?commitPeriod=soon")
                        .getInvalidDuration())
                .containsKey("commitPeriod");
        EndpointValidationResult producer = catalog.validateEndpointProperties("kinesis-cp:orders", false, false, true);
        assertThat(producer.getNotProducerOnly()).isNullOrEmpty();
    }

    @Test
    void theRuntimeCatalogFindsItOnTheClassPath() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.start();
            assertThat(context.getCamelContextExtension()
                            .getContextPlugin(RuntimeCamelCatalog.class)
                            .componentJSonSchema("kinesis-cp"))
                    .contains("\"scheme\": \"kinesis-cp\"");
        }
    }

    @Test
    void documentedDefaultsAreTheRealOnes() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            KinesisCheckpointedEndpoint endpoint =
                    context.getEndpoint("kinesis-cp:orders", KinesisCheckpointedEndpoint.class);
            PropertyConfigurer configurer = PluginHelper.getConfigurerResolver(context)
                    .resolvePropertyConfigurer("kinesis-cp-endpoint", context);
            PropertyConfigurerGetter getter = (PropertyConfigurerGetter) configurer;
            List<String> wrong = new ArrayList<>();
            for (ComponentModel.EndpointOptionModel option : model(context).getEndpointParameterOptions()) {
                if (option.getDefaultValue() != null) {
                    Object real = getter.getOptionValue(endpoint, option.getName(), true);
                    assertThat(real).as(option.getName()).isNotNull();
                    Object documented = context.getTypeConverter().convertTo(real.getClass(), option.getDefaultValue());
                    if (!real.equals(documented)) {
                        wrong.add(option.getName() + ": " + documented + " is documented, " + real + " is real");
                    }
                }
            }
            assertThat(wrong).isEmpty();
        }
    }

    @Test
    void everyOptionIsDocumentedAndSecretsAreSecret() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            ComponentModel model = model(context);
            assertThat(model.getEndpointParameterOptions()).allSatisfy(option -> assertThat(option.getDescription())
                    .as(option.getName())
                    .hasSizeGreaterThan(20)
                    .endsWith("."));
            assertThat(model.getEndpointParameterOptions().stream()
                            .filter(ComponentModel.EndpointOptionModel::isSecret)
                            .map(ComponentModel.EndpointOptionModel::getName))
                    .containsExactlyInAnyOrder("accessKey", "secretKey", "sessionToken", "roleExternalId");
            assertThat(model.getComponentOptions().stream()
                            .filter(ComponentModel.ComponentOptionModel::isAutowired)
                            .map(ComponentModel.ComponentOptionModel::getName))
                    .containsExactlyInAnyOrder("amazonKinesisClient", "amazonKinesisAsyncClient", "dynamoDbClient");
        }
    }

    private static ComponentModel model(DefaultCamelContext context) throws Exception {
        return JsonMapper.generateComponentModel(context.getComponentParameterJsonSchema("kinesis-cp"));
    }

    @Test
    void yamlRoutes() throws Exception {
        try (RunningRoutes routes = new RunningRoutes()) {
            routes.kinesis().createStream("orders", 1);
            routes.put("orders", 3);
            PluginHelper.getRoutesLoader(routes.context())
                    .loadRoutes(ResourceHelper.fromString(
                            "orders.yaml",
                            """
                            - route:
                                id: orders
                                from:
                                  uri: kinesis-cp:orders
                                  parameters:
                                    leaseTable: %s
                                    leaseTableCreate: true
                                    checkpointLimit: 1
                                    commitPeriod: 20ms
                                    onFailure: SKIP
                                  steps:
                                    - to: "mock:out"
                            """
                                    .formatted(routes.table())));
            routes.context().start();
            routes.awaitCommitted("orders", 3);
        }
    }

    @Test
    void theServiceLocationNamesNoSecret() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            KinesisCheckpointedEndpoint endpoint = context.getEndpoint(
                    "kinesis-cp:orders?leaseTable=leases&group=g&region=eu-west-1&accessKey=a&secretKey=b",
                    KinesisCheckpointedEndpoint.class);
            assertThat(endpoint.getServiceProtocol()).isEqualTo("kinesis");
            assertThat(endpoint.getServiceUrl()).isEqualTo("eu-west-1");
            assertThat(endpoint.getServiceMetadata())
                    .containsExactly(
                            Map.entry("streams", "orders"), Map.entry("leaseTable", "leases"), Map.entry("group", "g"));
        }
    }
}
