// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.springboot;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** An application whose context Spring generates ahead of time. A class of its own, as the main class must be. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class AheadOfTimeBilling {

    @Bean
    RouteBuilder intake() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:orders").to("kinesis-cp:orders");
            }
        };
    }

    public static void main(String[] arguments) {
        try (ConfigurableApplicationContext application = SpringApplication.run(AheadOfTimeBilling.class, arguments)) {
            System.out.println("region "
                    + StarterContext.options(application, "kinesis-cp:orders").getRegion());
        }
    }
}
