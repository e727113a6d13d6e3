// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.utils.AttributeMap;

/**
 * HTTP clients as the settings ask for. They come as builders, because the SDK closes only a client that it has built
 * itself.
 */
final class HttpTransport {

    /** Below the time after which the services drop idle connections, so that a call does not meet a dead one. */
    private static final Duration MAX_IDLE = Duration.ofSeconds(20);

    /** A subscription is a request that lasts, and Kinesis allows 20,000 shards in an account by default. */
    private static final int MOST_SUBSCRIPTIONS = 20_000;

    /** What the service may send of one subscription before it is read; it waits outside of the heap. */
    private static final int STREAM_WINDOW_BYTES = 512 << 10;

    /**
     * A connection carries the subscriptions of many shards, and one whose ping is not answered for so long is closed. The
     * SDK's five seconds are soon over where CPU is short.
     */
    private static final Duration PING_PERIOD = Duration.ofSeconds(30);

    private HttpTransport() {}

    static SdkHttpClient.Builder<?> sync(AwsAccess access, int maxConnections) {
        Apache5HttpClient.Builder apache = Apache5HttpClient.builder()
                .maxConnections(maxConnections)
                .connectionMaxIdleTime(MAX_IDLE)
                .tcpKeepAlive(true);
        if (access.proxyHost != null) {
            apache.proxyConfiguration(software.amazon.awssdk.http.apache5.ProxyConfiguration.builder()
                    .endpoint(URI.create(proxyScheme(access) + "://" + access.proxyHost + ":" + access.proxyPort))
                    .build());
        }
        return new SyncBuilder(apache, own(access));
    }

    static SdkAsyncHttpClient.Builder<?> async(AwsAccess access) {
        NettyNioAsyncHttpClient.Builder netty = NettyNioAsyncHttpClient.builder()
                .tcpKeepAlive(true)
                .maxConcurrency(MOST_SUBSCRIPTIONS)
                .maxPendingConnectionAcquires(MOST_SUBSCRIPTIONS)
                .http2Configuration(
                        h -> h.initialWindowSize(STREAM_WINDOW_BYTES).healthCheckPingPeriod(PING_PERIOD));
        if (access.proxyHost != null) {
            netty.proxyConfiguration(software.amazon.awssdk.http.nio.netty.ProxyConfiguration.builder()
                    .scheme(proxyScheme(access))
                    .host(access.proxyHost)
                    .port(Objects.requireNonNull(access.proxyPort))
                    .build());
        }
        return new AsyncBuilder(netty, own(access));
    }

    private static String proxyScheme(AwsAccess access) {
        return access.proxyProtocol.toString().toLowerCase(Locale.ROOT);
    }

    private static AttributeMap own(AwsAccess access) {
        return access.trustAllCertificates
                ? AttributeMap.builder()
                        .put(SdkHttpConfigurationOption.TRUST_ALL_CERTIFICATES, Boolean.TRUE)
                        .build()
                : AttributeMap.empty();
    }

    /** What we set goes before what the service's client would set. */
    private record SyncBuilder(Apache5HttpClient.Builder apache, AttributeMap own)
            implements SdkHttpClient.Builder<SyncBuilder> {
        @Override
        public SdkHttpClient buildWithDefaults(AttributeMap defaults) {
            return apache.buildWithDefaults(own.merge(defaults));
        }
    }

    private record AsyncBuilder(NettyNioAsyncHttpClient.Builder netty, AttributeMap own)
            implements SdkAsyncHttpClient.Builder<AsyncBuilder> {
        @Override
        public SdkAsyncHttpClient buildWithDefaults(AttributeMap defaults) {
            return netty.buildWithDefaults(own.merge(defaults));
        }
    }
}
