// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.health.ConsumersHealthCheckRepository;
import org.apache.camel.impl.health.DefaultHealthCheckRegistry;
import org.apache.camel.impl.health.ProducersHealthCheckRepository;

/** The health checks of a plain context, which has Camel's repositories of them registered by hand. */
final class WatchedHealth {

    /** What is promised with default options; tests have shorter ones. */
    static final Duration LIMIT = Duration.ofSeconds(30);

    private final CamelContext context;
    private final HealthCheckRegistry registry;

    /** To be made before the context starts. */
    WatchedHealth(CamelContext context) {
        this.context = context;
        this.registry = new DefaultHealthCheckRegistry(context);
        registry.register(new ConsumersHealthCheckRepository());
        ProducersHealthCheckRepository producers = new ProducersHealthCheckRepository();
        producers.setEnabled(true);
        registry.register(producers);
        context.getCamelContextExtension().addContextPlugin(HealthCheckRegistry.class, registry);
    }

    HealthCheck.Result of(String id) {
        return registry.getCheck(id).orElseThrow().call();
    }

    boolean has(String id) {
        return registry.getCheck(id).isPresent();
    }

    HealthCheck.State state(String id) {
        return of(id).getState();
    }

    /** Waits for DOWN, during which nothing must say that a restart helps. */
    HealthCheck.Result awaitDown(String id) {
        await().atMost(LIMIT).until(() -> state(id) == HealthCheck.State.DOWN);
        assertThat(HealthCheckHelper.invokeLiveness(context, "full"))
                .as("liveness while %s is DOWN", id)
                .isNotEmpty()
                .allMatch(live -> live.getState() == HealthCheck.State.UP);
        return of(id);
    }

    void awaitUp(String id) {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(of(id))
                .extracting(HealthCheck.Result::getState, HealthCheck.Result::getMessage)
                .startsWith(HealthCheck.State.UP));
    }
}
