// SPDX-License-Identifier: Apache-2.0
package trial;

import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

/** With Spring Boot. */
@Configuration
@EnableAutoConfiguration
public class BootTrial {

    public static void main(String[] arguments) throws Exception {
        Trial.run(arguments[0], route -> {
            SpringApplication boot = new SpringApplication(BootTrial.class);
            boot.addInitializers(context ->
                    ((GenericApplicationContext) context).registerBean("orders", RouteBuilder.class, () -> route));
            ConfigurableApplicationContext application = boot.run();
            return new Trial.Running() {
                @Override
                public CamelContext camel() {
                    return application.getBean(CamelContext.class);
                }

                @Override
                public void close() {
                    application.close();
                }
            };
        });
    }
}
