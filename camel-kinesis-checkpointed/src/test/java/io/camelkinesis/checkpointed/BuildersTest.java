// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.checkpointed.builder.component.ComponentsBuilderFactory;
import io.camelkinesis.checkpointed.builder.endpoint.KinesisCheckpointedEndpointBuilderFactory;
import io.camelkinesis.engine.consume.OnFailure;
import io.camelkinesis.engine.consume.Ordering;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.builder.endpoint.EndpointRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The type-safe builders of endpoints and of the component, and the properties of Camel Main. */
class BuildersTest {

    @Test
    void theEndpointDslHasOptionsAndHeaderNames() throws Exception {
        ConcurrentLinkedQueue<String> shards = new ConcurrentLinkedQueue<>();
        try (RunningRoutes routes = new RunningRoutes()) {
            routes.kinesis().createStream("orders", 1);
            routes.put("orders", 1);
            routes.start(new TypeSafeRoutes(routes.table(), shards));
            routes.awaitCommitted("orders", 1);
        }
        assertThat(shards).containsExactly(RunningRoutes.SHARD);
    }

    private static final class TypeSafeRoutes extends EndpointRouteBuilder
            implements KinesisCheckpointedEndpointBuilderFactory.KinesisCheckpointedBuilders {
        private final String table;
        private final ConcurrentLinkedQueue<String> shards;

        TypeSafeRoutes(String table, ConcurrentLinkedQueue<String> shards) {
            this.table = table;
            this.shards = shards;
        }

        @Override
        public void configure() {
            from(kinesisCp("orders")
                            .leaseTable(table)
                            .leaseTableCreate(true)
                            .ordering(Ordering.SHARD)
                            .onFailure(OnFailure.SKIP)
                            .commitPeriod("20ms")
                            .advanced()
                            .rebalancePeriod(Duration.ofSeconds(1)))
                    .process(exchange -> shards.add(
                            exchange.getMessage().getHeader(kinesisCp().awsKinesisShardId(), String.class)));
        }
    }

    @Test
    void theComponentDslSetsWhatEndpointsStartFrom() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            ComponentsBuilderFactory.kinesisCp()
                    .region("eu-west-1")
                    .checkpointLimit(7)
                    .leasePeriod(Duration.ofSeconds(20))
                    .register(context, "kinesis-cp");
            KinesisCheckpointedConfiguration options = context.getEndpoint(
                            "kinesis-cp:orders?leasePeriod=30s", KinesisCheckpointedEndpoint.class)
                    .getConfiguration();
            assertThat(options.getRegion()).isEqualTo("eu-west-1");
            assertThat(options.getCheckpointLimit()).isEqualTo(7);
            assertThat(options.getLeasePeriod()).isEqualTo(Duration.ofSeconds(30));
            assertThat(context.getComponent("kinesis-cp", KinesisCheckpointedComponent.class)
                            .getConfiguration()
                            .getLeasePeriod())
                    .isEqualTo(Duration.ofSeconds(20));
        }
    }

    @ParameterizedTest
    @CsvSource({"camel.component.kinesis-cp.", "camel.component.kinesis-cp.configuration."})
    void camelMainProperties(String prefix) throws Exception {
        Main main = new Main();
        Map.of(
                        "checkpoint-limit", "5",
                        "commit-period", "7s",
                        "lease-table", "leases",
                        "start-position", "LATEST",
                        "secret-key", "RAW(a+b)")
                .forEach((key, value) -> main.addInitialProperty(prefix + key, value));
        main.addInitialProperty("camel.main.autoConfigurationFailFast", "true");
        main.start();
        try {
            KinesisCheckpointedConfiguration options = main.getCamelContext()
                    .getEndpoint("kinesis-cp:orders", KinesisCheckpointedEndpoint.class)
                    .getConfiguration();
            assertThat(options.getCheckpointLimit()).isEqualTo(5);
            assertThat(options.getCommitPeriod()).isEqualTo(Duration.ofSeconds(7));
            assertThat(options.getLeaseTable()).isEqualTo("leases");
            assertThat(options.getStartPosition()).isEqualTo(StartPosition.LATEST);
        } finally {
            main.stop();
        }
    }
}
