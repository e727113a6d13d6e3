// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardRequest;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

/** A client that subscribes as the test says, and can do nothing else. */
record SubscribingClient(
        BiFunction<SubscribeToShardRequest, SubscribeToShardResponseHandler, CompletableFuture<Void>> subscribe)
        implements KinesisAsyncClient {

    static SubscribingClient with(
            BiFunction<SubscribeToShardRequest, SubscribeToShardResponseHandler, CompletableFuture<Void>> subscribe) {
        return new SubscribingClient(subscribe);
    }

    static SubscribingClient denied() {
        return with((request, handler) -> CompletableFuture.failedFuture(KinesisException.builder()
                .message("not authorized to perform kinesis:SubscribeToShard")
                .statusCode(400)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode("AccessDeniedException")
                        .errorMessage("not authorized")
                        .build())
                .build()));
    }

    @Override
    public CompletableFuture<Void> subscribeToShard(
            SubscribeToShardRequest request, SubscribeToShardResponseHandler handler) {
        return subscribe.apply(request, handler);
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
