// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.utils.IoUtils;

/**
 * Builds clients from settings. Closing a client closes all that was made for it: connections, credentials, the STS
 * client of a role.
 *
 * <p>Every method throws {@link IllegalArgumentException} with the sentences of {@link AwsAccess#problems()} when the
 * settings do not fit together, and {@link IllegalStateException} when no region is set or found.
 */
public final class AwsClients {

    private static final int STS_CONNECTIONS = 2;
    private static final Object CBOR_SWITCH = new Object();

    private AwsClients() {}

    /**
     * A blocking Kinesis client. It tries again by itself only what its clock or signature is the reason for: the engine
     * backs off, and must see each throttle to do so.
     *
     * @param maxConnections how many calls may run at once; as many as threads call it
     */
    public static KinesisClient kinesis(AwsAccess access, int maxConnections) {
        return inProtocol(
                access,
                () -> build(
                        access,
                        onlySignedAgain()
                                .addExecutionInterceptor(AnswerGate.interceptor())
                                .addExecutionInterceptor(Departure.interceptor()),
                        () -> KinesisClient.builder().httpClientBuilder(HttpTransport.sync(access, maxConnections))));
    }

    /** A Kinesis client for subscriptions. It tries again as {@link #kinesis} does. */
    public static KinesisAsyncClient kinesisAsync(AwsAccess access) {
        return inProtocol(
                access,
                () -> build(access, onlySignedAgain(), () -> KinesisAsyncClient.builder()
                        .httpClientBuilder(HttpTransport.async(access))));
    }

    /**
     * A blocking DynamoDB client. It tries again as the SDK's standard mode does.
     *
     * @param maxConnections how many calls may run at once; as many as threads call it
     */
    public static DynamoDbClient dynamoDb(AwsAccess access, int maxConnections) {
        return build(access, standardRetries(), () -> DynamoDbClient.builder()
                .httpClientBuilder(HttpTransport.sync(access, maxConnections)));
    }

    /**
     * A blocking DynamoDB client for calls whose caller has a pace of its own. It tries again by itself only what its clock or
     * signature is the reason for: what a throttled table refuses is tried again by nobody else.
     *
     * @param maxConnections how many calls may run at once; as many as threads call it
     */
    public static DynamoDbClient dynamoDbOnce(AwsAccess access, int maxConnections) {
        return build(access, onlySignedAgain(), () -> DynamoDbClient.builder()
                .httpClientBuilder(HttpTransport.sync(access, maxConnections)));
    }

    private static ClientOverrideConfiguration.Builder onlySignedAgain() {
        return ClientOverrideConfiguration.builder().retryStrategy(SignedAgain.strategy());
    }

    private static ClientOverrideConfiguration.Builder standardRetries() {
        return ClientOverrideConfiguration.builder().retryStrategy(RetryMode.STANDARD);
    }

    private static <B extends AwsClientBuilder<B, C>, C> C build(
            AwsAccess access, ClientOverrideConfiguration.Builder calls, Supplier<B> start) {
        List<String> problems = access.problems();
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join(". ", problems));
        }
        B builder = start.get();
        if (access.overrideEndpoint && access.uriEndpointOverride != null) {
            builder.endpointOverride(URI.create(access.uriEndpointOverride));
        }
        NamedCredentials credentials = new NamedCredentials(credentials(access), CredentialsSource.describe(access));
        return finish(access, calls.addExecutionInterceptor(new CredentialsRefusal(credentials)), builder, credentials);
    }

    private static AwsCredentialsProvider credentials(AwsAccess access) {
        AwsCredentialsProvider source = CredentialsSource.open(access);
        if (access.roleArn == null) {
            return source;
        }
        StsClient sts = finish(
                access,
                standardRetries(),
                StsClient.builder().httpClientBuilder(HttpTransport.sync(access, STS_CONNECTIONS)),
                source);
        return new AssumedRole(sts, access.roleArn, access.roleExternalId, access.roleSessionName);
    }

    private static <B extends AwsClientBuilder<B, C>, C> C finish(
            AwsAccess access,
            ClientOverrideConfiguration.Builder calls,
            B builder,
            AwsCredentialsProvider credentials) {
        Optional.ofNullable(access.region).map(Region::of).ifPresent(builder::region);
        Optional.ofNullable(access.applicationName).ifPresent(calls::appId);
        try {
            return builder.overrideConfiguration(calls.build())
                    .credentialsProvider(credentials)
                    .build();
        } catch (SdkClientException e) {
            IoUtils.closeIfCloseable(credentials, LoggerFactory.getLogger(AwsClients.class));
            throw new IllegalStateException(
                    "No client can be made " + access.where() + ": "
                            + (access.region == null
                                    ? "set " + access.optionNames.apply("region")
                                            + "=..., or AWS_REGION, or a profile with a region; where the SDK has looked for"
                                            + " one is in the cause"
                                    : ServiceFailure.text(e)),
                    e);
        }
    }

    /**
     * The SDK has no setting of a client for its protocol: it asks a system property at the moment it builds one. So
     * the property is changed for that moment only, and other clients that are built here wait for it.
     */
    private static <C> C inProtocol(AwsAccess access, Supplier<C> build) {
        String property = SdkSystemSetting.CBOR_ENABLED.property();
        synchronized (CBOR_SWITCH) {
            if (access.cborEnabled) {
                return build.get();
            }
            String before = System.getProperty(property);
            System.setProperty(property, "false");
            try {
                return build.get();
            } finally {
                if (before == null) {
                    System.clearProperty(property);
                } else {
                    System.setProperty(property, before);
                }
            }
        }
    }
}
