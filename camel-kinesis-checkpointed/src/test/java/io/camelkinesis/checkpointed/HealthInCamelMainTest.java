// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Camel Main asks for the checks with no more than its own properties. */
class HealthInCamelMainTest {

    private static List<String> ids(CamelContext context) {
        return HealthCheckRegistry.get(context).getCheckIDs().stream().sorted().toList();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void itsPropertiesSayWhichChecksThereAre(boolean producers) throws Exception {
        try (RunningRoutes routes = new RunningRoutes()) {
            routes.kinesis().createStream("orders", 1);
            routes.kinesis().createStream("copies", 1);
            Main main = main(routes);
            main.addInitialProperty("camel.health.producersEnabled", Boolean.toString(producers));
            main.start();
            try {
                CamelContext context = main.getCamelContext();
                assertThat(ids(context)).contains("consumer:intake", "kinesis-cp-worker:intake");
                assertThat(ids(context).contains("producer:kinesis-cp:copies")).isEqualTo(producers);
                await().until(() -> HealthCheckHelper.isResultsUp(HealthCheckHelper.invokeReadiness(context), true));
                assertThat(HealthCheckHelper.invokeLiveness(context, "full"))
                        .extracting(result -> result.getCheck().getId())
                        .contains("kinesis-cp-worker:intake")
                        .doesNotContain("consumer:intake", "producer:kinesis-cp:copies");
                assertThat(HealthCheckHelper.invokeReadiness(context, "full"))
                        .extracting(result -> result.getCheck().getId())
                        .doesNotContain("kinesis-cp-worker:intake");
            } finally {
                main.stop();
            }
        }
    }

    @Test
    void theComponentCanSwitchThemOff() throws Exception {
        try (RunningRoutes routes = new RunningRoutes()) {
            routes.kinesis().createStream("orders", 1);
            routes.kinesis().createStream("copies", 1);
            Main main = main(routes);
            main.addInitialProperty("camel.component.kinesis-cp.health-check-consumer-enabled", "false");
            main.start();
            try {
                HealthCheckRegistry registry = HealthCheckRegistry.get(main.getCamelContext());
                for (String id : List.of("consumer:intake", "kinesis-cp-worker:intake")) {
                    assertThat(registry.getCheck(id).orElseThrow().call().getState())
                            .isEqualTo(HealthCheck.State.UNKNOWN);
                }
            } finally {
                main.stop();
            }
        }
    }

    private static Main main(RunningRoutes routes) {
        Main main = new Main();
        main.bind("kinesis", routes.kinesis().client());
        main.bind("dynamoDb", routes.dynamoDb());
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from(routes.uri("orders")).routeId("intake").to("kinesis-cp:copies");
            }
        });
        main.addInitialProperty("camel.health.enabled", "true");
        return main;
    }
}
