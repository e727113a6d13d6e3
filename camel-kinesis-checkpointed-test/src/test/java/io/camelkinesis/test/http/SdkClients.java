// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardRequest;

/** Real clients of the SDK, in either protocol. They never try again by themselves, so that a test sees every answer. */
final class SdkClients {

    private static final Duration READ_LIMIT = Duration.ofSeconds(30);

    /** Shared by all asynchronous clients, because ending one takes Netty two seconds. Daemon threads, so it need not. */
    private static final SdkEventLoopGroup EVENT_LOOPS = SdkEventLoopGroup.builder()
            .numberOfThreads(2)
            .threadFactory(SdkClients::daemon)
            .build();

    private SdkClients() {}

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "sdk-event-loop");
        thread.setDaemon(true);
        return thread;
    }

    static KinesisClient sync(URI endpoint, Wire wire) {
        return inProtocol(wire, () -> with(
                        endpoint,
                        wire,
                        KinesisClient.builder()
                                .httpClientBuilder(Apache5HttpClient.builder()
                                        .maxConnections(100)
                                        .socketTimeout(READ_LIMIT)))
                .build());
    }

    static KinesisAsyncClient async(URI endpoint, Wire wire, Protocol http) {
        return inProtocol(wire, () -> with(
                        endpoint,
                        wire,
                        KinesisAsyncClient.builder()
                                .httpClientBuilder(NettyNioAsyncHttpClient.builder()
                                        .eventLoopGroup(EVENT_LOOPS)
                                        .protocol(http)
                                        .readTimeout(READ_LIMIT)))
                .build());
    }

    private static <B extends AwsClientBuilder<B, C>, C> B with(URI endpoint, Wire wire, B builder) {
        return builder.endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .retryStrategy(DefaultRetryStrategy.doNotRetry())
                        .addExecutionInterceptor(new OneProtocol(wire.contentType()))
                        .build());
    }

    /** The SDK has no setting of a client for this: it asks a system property at the moment when it builds one. */
    private static synchronized <C> C inProtocol(Wire wire, Supplier<C> build) {
        String property = SdkSystemSetting.CBOR_ENABLED.property();
        String before = System.getProperty(property);
        System.setProperty(property, Boolean.toString(wire == Wire.CBOR));
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

    /** Fails a call whose question or answer is in another protocol than the test believes. */
    private record OneProtocol(String contentType) implements ExecutionInterceptor {

        @Override
        public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
            assertThat(context.httpRequest().firstMatchingHeader("Content-Type"))
                    .contains(contentType);
        }

        @Override
        public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
            String answered = context.request() instanceof SubscribeToShardRequest
                            && context.httpResponse().isSuccessful()
                    ? SubscriptionService.CONTENT_TYPE
                    : contentType;
            assertThat(context.httpResponse().firstMatchingHeader("Content-Type"))
                    .contains(answered);
        }
    }

    /** The synchronous interface on an asynchronous client, so that a contract can be run on that. */
    static KinesisClient blocking(KinesisAsyncClient client) {
        InvocationHandler calls = (proxy, method, arguments) -> {
            if (method.getName().equals("close")) {
                client.close();
                return null;
            }
            boolean request = arguments != null && arguments.length == 1 && arguments[0] instanceof SdkRequest;
            return request
                    ? call(client, method, arguments[0])
                    : InvocationHandler.invokeDefault(proxy, method, arguments);
        };
        return (KinesisClient) Proxy.newProxyInstance(
                KinesisClient.class.getClassLoader(), new Class<?>[] {KinesisClient.class}, calls);
    }

    private static Object call(KinesisAsyncClient client, Method method, Object request) throws Throwable {
        Method async = KinesisAsyncClient.class.getMethod(method.getName(), request.getClass());
        try {
            return ((CompletableFuture<?>) async.invoke(client, request)).join();
        } catch (CompletionException e) {
            throw e.getCause();
        }
    }
}
