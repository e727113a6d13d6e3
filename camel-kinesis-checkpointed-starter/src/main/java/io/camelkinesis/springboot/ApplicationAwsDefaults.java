// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.springboot;

import io.camelkinesis.checkpointed.AwsDefaults;
import java.net.URI;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.providers.AwsRegionProvider;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * What an application knows of AWS. Beans are looked up when they are asked for, so lazy ones stay lazy. Of several beans
 * of a type the primary one is taken; without a primary one, none, and a warning says so.
 */
final class ApplicationAwsDefaults implements AwsDefaults {

    private static final Logger LOG = LoggerFactory.getLogger(ApplicationAwsDefaults.class);

    private static final String ENDPOINT = "spring.cloud.aws.endpoint";
    private static final String DYNAMODB_ENDPOINT = "spring.cloud.aws.dynamodb.endpoint";
    private static final String DYNAMODB_REGION = "spring.cloud.aws.dynamodb.region";

    private final ApplicationContext application;
    private final Connection connection;
    private final boolean clients;
    private @Nullable Optional<String> providedRegion;

    /**
     * @param connection goes before all that is found here
     * @param clients whether clients that are beans are used without being named
     */
    ApplicationAwsDefaults(ApplicationContext application, Connection connection, boolean clients) {
        this.application = application;
        this.connection = connection;
        this.clients = clients && connection.saysNothing();
    }

    @Override
    public boolean hasClients() {
        return clients
                && Stream.of(KinesisClient.class, KinesisAsyncClient.class, DynamoDbClient.class)
                        .anyMatch(type -> names(type).length > 0);
    }

    @Override
    public @Nullable KinesisClient kinesis() {
        return clients ? bean(KinesisClient.class, "amazon-kinesis-client") : null;
    }

    @Override
    public @Nullable KinesisAsyncClient kinesisAsync() {
        return clients ? bean(KinesisAsyncClient.class, "amazon-kinesis-async-client") : null;
    }

    @Override
    public @Nullable DynamoDbClient dynamoDb() {
        return clients ? bean(DynamoDbClient.class, "dynamo-db-client") : null;
    }

    @Override
    public @Nullable AwsCredentialsProvider credentials() {
        AwsCredentialsProvider ofConnection = connection.credentials();
        return ofConnection != null ? ofConnection : bean(AwsCredentialsProvider.class, "credentials-provider");
    }

    @Override
    public @Nullable String region() {
        String ofConnection = connection.region();
        return ofConnection != null ? ofConnection : providedRegion();
    }

    @Override
    public @Nullable String leaseTableRegion() {
        return connection.region() != null ? null : property(DYNAMODB_REGION);
    }

    @Override
    public @Nullable String endpoint() {
        return connection.hasEndpoint() ? text(connection.endpoint()) : property(ENDPOINT);
    }

    @Override
    public @Nullable String leaseTableEndpoint() {
        return connection.hasEndpoint() ? text(connection.leaseTableEndpoint()) : property(DYNAMODB_ENDPOINT);
    }

    /** Asked once: outside of AWS, the SDK's default provider waits for a service that only instances in EC2 have. */
    private synchronized @Nullable String providedRegion() {
        if (providedRegion == null) {
            providedRegion = askForRegion();
        }
        return providedRegion.orElse(null);
    }

    private Optional<String> askForRegion() {
        AwsRegionProvider provider = bean(AwsRegionProvider.class, "region");
        try {
            return Optional.ofNullable(provider)
                    .map(AwsRegionProvider::getRegion)
                    .map(Object::toString);
        } catch (SdkClientException none) {
            LOG.debug("The bean for the region knows none; building a client will tell when one is needed", none);
            return Optional.empty();
        }
    }

    private static @Nullable String text(@Nullable URI endpoint) {
        return endpoint == null ? null : endpoint.toString();
    }

    private @Nullable String property(String name) {
        Environment environment = application.getEnvironment();
        String value = environment.getProperty(name);
        return value == null || value.isBlank() ? null : value;
    }

    private <T> @Nullable T bean(Class<T> type, String option) {
        T only = application.getBeanProvider(type).getIfUnique();
        if (only == null) {
            String[] names = names(type);
            if (names.length > 1) {
                LOG.warn(
                        "None of the beans {} is used, because none of them is primary; make one @Primary or set {}.{}",
                        String.join(", ", names),
                        OptionProperties.PREFIX,
                        option);
            }
        }
        return only;
    }

    /** Without making a bean. */
    private String[] names(Class<?> type) {
        return BeanFactoryUtils.beanNamesForTypeIncludingAncestors(application, type, true, false);
    }
}
