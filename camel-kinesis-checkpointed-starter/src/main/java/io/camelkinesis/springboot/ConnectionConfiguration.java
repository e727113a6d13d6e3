// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.springboot;

import io.awspring.cloud.autoconfigure.core.AwsConnectionDetails;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** The only class that knows Spring Cloud AWS; it is left out where that is not on the class path. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(AwsConnectionDetails.class)
class ConnectionConfiguration {

    @Bean
    @Lazy
    Connection kinesisCheckpointedConnection(ObjectProvider<AwsConnectionDetails> found) {
        AwsConnectionDetails details = found.getIfUnique();
        return details == null
                ? Connection.NONE
                : new Connection(
                        details.getEndpoint(),
                        details.getEndpoint(),
                        details.getRegion(),
                        Connection.keys(details.getAccessKey(), details.getSecretKey()));
    }
}
