// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A misspelt option is an error at the start that says which was meant. */
class UnknownOptionsTest {

    @ParameterizedTest
    @CsvSource({
        "chekpointLimit, checkpointLimit",
        "checkpoint-limits, checkpointLimit",
        "leasetabel, leaseTable",
        "pollIntervall, pollInterval",
        "onFailur, onFailure",
        "comitPeriode, commitPeriod",
        "bacthSize, batchSize"
    })
    void theOneThatLooksMostLikeItWasMeant(String misspelt, String meant) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            assertThatThrownBy(() -> context.getEndpoint("kinesis-cp:orders?" + misspelt + "=1"))
                    .isInstanceOf(ResolveEndpointFailedException.class)
                    .hasMessage("Failed to resolve endpoint: kinesis-cp://orders?" + misspelt
                            + "=1 due to: There is no option " + misspelt + " (do you mean " + meant
                            + "?) of kinesis-cp");
        }
    }

    @Test
    void whatLooksLikeNoneIsNamedAlone() {
        assertThat(UnknownOptions.message(List.of("shardClosed", "kcl", "region"), List.of("group", "regions")))
                .isEqualTo("There is no option shardClosed, kcl, region (do you mean regions?) of kinesis-cp");
    }

    @Test
    void aRouteWithAMisspeltOptionDoesNotStart() throws Exception {
        try (RunningRoutes routes = new RunningRoutes()) {
            assertThatThrownBy(() -> routes.start(new RouteBuilder() {
                        @Override
                        public void configure() {
                            from(routes.uri("orders", "chekpointLimit=1")).to("mock:out");
                        }
                    }))
                    .hasMessageContaining("There is no option chekpointLimit (do you mean checkpointLimit?)");
        }
    }

    @Test
    void camelMainNamesAMisspeltProperty() {
        Main main = new Main();
        main.addInitialProperty("camel.component.kinesis-cp.chekpoint-limit", "5");
        assertThatThrownBy(main::start).hasStackTraceContaining("camel.component.kinesis-cp.chekpointLimit=5");
    }
}
