// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** Clients as users make them. */
final class AsyncClients {

    private AsyncClients() {}

    /** Our own, which speaks HTTP/2. */
    static KinesisAsyncClient ours(URI endpoint) {
        return AwsClients.kinesisAsync(LocalAccess.to(endpoint).build());
    }

    static KinesisAsyncClient overHttp1(URI endpoint) {
        return KinesisAsyncClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClientBuilder(NettyNioAsyncHttpClient.builder().protocol(Protocol.HTTP1_1))
                .build();
    }
}
