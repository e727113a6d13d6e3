// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.springboot;

import io.camelkinesis.checkpointed.KinesisCheckpointedComponent;
import io.camelkinesis.checkpointed.KinesisCheckpointedConfiguration;
import io.camelkinesis.checkpointed.KinesisCheckpointedEndpoint;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** An application that has Camel and the starter, and no route. */
final class StarterContext {

    private StarterContext() {}

    static ApplicationContextRunner runner() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        CamelAutoConfiguration.class, KinesisCheckpointedAutoConfiguration.class));
    }

    static CamelContext camel(ApplicationContext application) {
        return application.getBean(CamelContext.class);
    }

    static KinesisCheckpointedComponent component(ApplicationContext application) {
        return camel(application).getComponent("kinesis-cp", KinesisCheckpointedComponent.class);
    }

    /** The options with which an endpoint would consume the stream "orders". */
    static KinesisCheckpointedConfiguration orders(ApplicationContext application) {
        return options(application, "kinesis-cp:orders?leaseTable=leases");
    }

    static KinesisCheckpointedConfiguration options(ApplicationContext application, String uri) {
        return camel(application)
                .getEndpoint(uri, KinesisCheckpointedEndpoint.class)
                .getConfiguration();
    }
}
