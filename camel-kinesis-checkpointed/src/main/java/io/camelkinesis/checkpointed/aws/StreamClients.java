// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import io.camelkinesis.engine.model.StreamId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.SdkPlugin;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.utils.IoUtils;

/**
 * The client for each stream: for an ARN that names another region than the settings one of that region, made when it is first
 * needed and kept. A client of the user's serves all streams and stays open.
 */
public final class StreamClients implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StreamClients.class);

    /** More than AWS has; a bound for regions that do not exist. */
    private static final int MOST_REGIONS = 64;

    private static final int REGION_OF_ARN = 3;

    private final @Nullable AwsAccess access;
    private final int maxConnections;
    private final KinesisClient home;
    private final @Nullable String homeRegion;
    private final Map<String, KinesisClient> abroad = new HashMap<>();
    private boolean closed;

    private StreamClients(@Nullable AwsAccess access, int maxConnections, KinesisClient home) {
        this.access = access;
        this.maxConnections = maxConnections;
        this.home = home;
        this.homeRegion = access == null
                ? null
                : home.serviceClientConfiguration().region().id();
    }

    /** One client for all streams, which stays the caller's. */
    public static StreamClients given(KinesisClient client) {
        return new StreamClients(null, 0, client);
    }

    /**
     * Clients of one's own.
     *
     * @param maxConnections how many calls may run at once, in each region
     */
    public static StreamClients open(AwsAccess access, int maxConnections) {
        return new StreamClients(access, maxConnections, AwsClients.kinesis(access, maxConnections));
    }

    /**
     * The client for a stream.
     *
     * @param stream name or ARN
     * @throws IllegalStateException if this is closed, or the streams are in too many regions
     */
    KinesisClient of(String stream) {
        StreamName name = StreamName.of(stream);
        if (access == null || name.arn() == null) {
            return home;
        }
        String[] parts = name.arn().split(":", -1);
        String region = parts.length > REGION_OF_ARN ? parts[REGION_OF_ARN] : "";
        return region.isEmpty() || region.equals(homeRegion) ? home : abroad(access, region);
    }

    private synchronized KinesisClient abroad(AwsAccess settings, String region) {
        KinesisClient known = abroad.get(region);
        if (known != null) {
            return known;
        }
        if (closed || abroad.size() >= MOST_REGIONS) {
            throw new IllegalStateException(
                    closed ? "The clients are closed" : "Streams of more than " + MOST_REGIONS + " regions are named");
        }
        KinesisClient made =
                AwsClients.kinesis(settings.toBuilder().region(region).build(), maxConnections);
        abroad.put(region, made);
        return made;
    }

    /**
     * Settings of a request that is sent once, whatever the client does by itself: one that tries again would do so out of
     * order.
     *
     * @param departure told how far the request comes
     */
    AwsRequestOverrideConfiguration.Builder sentOnce(Departure departure) {
        AwsRequestOverrideConfiguration.Builder request =
                AwsRequestOverrideConfiguration.builder().putExecutionAttribute(Departure.attribute(), departure);
        if (access == null) {
            return request.addPlugin(once(departure));
        }
        departure.watch();
        return request;
    }

    private static SdkPlugin once(Departure departure) {
        SdkPlugin once = SignedAgain.plugin(calls -> calls.addExecutionInterceptor(Departure.interceptor()));
        return config -> {
            once.configureClient(config);
            departure.watch();
        };
    }

    /**
     * What the service says of a stream; see {@link KinesisShardLister#describe}.
     *
     * @param stream name or ARN
     * @param executor runs the call
     * @param timeLimit after which the stage fails with {@link java.util.concurrent.TimeoutException}
     */
    public CompletionStage<StreamDescription> describe(String stream, Executor executor, Duration timeLimit) {
        CompletableFuture<StreamDescription> answer = new CompletableFuture<>();
        KinesisClient client = of(stream);
        new KinesisShardLister(client, executor, ServiceAddress.of(client))
                .describe(StreamId.of(stream))
                .whenComplete((description, failure) -> {
                    if (failure == null) {
                        answer.complete(description);
                    } else {
                        answer.completeExceptionally(failure);
                    }
                });
        return answer.orTimeout(timeLimit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * The address that a stream is reached at, for messages.
     *
     * @param stream name or ARN
     */
    public String where(String stream) {
        try {
            return ServiceAddress.of(of(stream));
        } catch (RuntimeException none) {
            return "nowhere";
        }
    }

    /** How many clients have been made. */
    synchronized int size() {
        return 1 + abroad.size();
    }

    @Override
    public synchronized void close() {
        closed = true;
        abroad.values().forEach(client -> IoUtils.closeQuietly(client, LOG));
        abroad.clear();
        if (access != null) {
            home.close();
        }
    }
}
