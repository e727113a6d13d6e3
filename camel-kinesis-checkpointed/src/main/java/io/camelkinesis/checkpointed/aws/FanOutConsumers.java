// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import io.camelkinesis.engine.model.StreamId;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ConsumerStatus;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamConsumerRequest;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/**
 * The consumers that subscriptions are made for: registered under one name with every stream, or one that is registered
 * already and given by its ARN. None is ever de-registered here, for other workers may use it. All methods block.
 */
public final class FanOutConsumers {

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);

    /** Five calls a second are granted to all workers together, so some tries may be refused for no other reason. */
    private static final int MAX_REFUSALS = 5;

    private final KinesisClient client;
    private final @Nullable String name;
    private final @Nullable String givenArn;
    private final Duration longestWait;
    private final Duration betweenLooks;
    private final Map<StreamId, String> arns = new ConcurrentHashMap<>();
    private final Map<StreamId, String> streamArns = new ConcurrentHashMap<>();

    /** What a look at a consumer found. */
    enum Look {
        /** It can be subscribed. */
        ACTIVE,
        /** It is being made or deleted, or was made anew under another ARN since the last look. */
        NOT_YET,
        /** There is no such stream. */
        NO_STREAM
    }

    private FanOutConsumers(
            KinesisClient client,
            @Nullable String name,
            @Nullable String givenArn,
            Duration longestWait,
            Duration betweenLooks) {
        this.client = client;
        this.name = name;
        this.givenArn = givenArn;
        this.longestWait = longestWait;
        this.betweenLooks = betweenLooks;
    }

    /**
     * Consumers that are registered under this name where they are not yet.
     *
     * @param client stays the caller's
     */
    public static FanOutConsumers named(KinesisClient client, String name) {
        return named(client, name, Duration.ofMinutes(2), Duration.ofSeconds(1));
    }

    static FanOutConsumers named(KinesisClient client, String name, Duration longestWait, Duration betweenLooks) {
        return new FanOutConsumers(client, name, null, longestWait, betweenLooks);
    }

    /**
     * A consumer that somebody has registered.
     *
     * @param client stays the caller's
     */
    public static FanOutConsumers registered(KinesisClient client, String arn) {
        return new FanOutConsumers(client, null, arn, Duration.ofMinutes(2), Duration.ofSeconds(1));
    }

    /**
     * Sees to it that the stream's consumer is there, and waits until it is active.
     *
     * @throws KinesisStreamException if it is not within two minutes, or if the service refuses
     */
    void ensure(StreamId stream) {
        long start = System.nanoTime();
        int refusals = 0;
        do {
            try {
                if (seen(stream) == ConsumerStatus.ACTIVE) {
                    return;
                }
            } catch (SdkException e) {
                if (!mayPass(e) || ++refusals >= MAX_REFUSALS) {
                    throw explained(stream, e);
                }
            }
            pause(stream);
        } while (System.nanoTime() - start < longestWait.toNanos());
        throw new KinesisStreamException(
                spelled(stream) + " did not become ACTIVE within " + longestWait.toSeconds() + " s", null);
    }

    /**
     * ARN of the stream's consumer, as it was seen last; looks where it was not seen yet.
     *
     * @throws KinesisStreamException if it is not there and cannot be registered
     * @throws ResourceInUseException if it is not there yet
     * @throws ResourceNotFoundException if the stream is not there
     */
    String arn(StreamId stream) {
        String known = arns.get(stream);
        if (known != null) {
            return known;
        }
        Look look = look(stream);
        if (look == Look.NO_STREAM) {
            throw ResourceNotFoundException.builder()
                    .message("Stream " + stream.stream() + " does not exist")
                    .build();
        }
        if (look == Look.NOT_YET) {
            throw ResourceInUseException.builder()
                    .message(spelled(stream) + " is not ACTIVE yet")
                    .build();
        }
        return Objects.requireNonNull(arns.get(stream));
    }

    /**
     * Looks, and registers a consumer that is missing, but waits for nothing.
     *
     * @throws KinesisStreamException if the service refuses
     */
    Look look(StreamId stream) {
        String before = arns.remove(stream);
        try {
            boolean active = seen(stream) == ConsumerStatus.ACTIVE;
            boolean madeAnew = before != null && !before.equals(arns.get(stream));
            return active && !madeAnew ? Look.ACTIVE : Look.NOT_YET;
        } catch (ResourceNotFoundException e) {
            if (givenArn == null) {
                streamArns.remove(stream);
                return Look.NO_STREAM;
            }
            throw explained(stream, e);
        } catch (SdkException e) {
            throw explained(stream, e);
        }
    }

    /** Status of the consumer, which is registered if it can be and must be. */
    private ConsumerStatus seen(StreamId stream) {
        DescribeStreamConsumerRequest.Builder request =
                DescribeStreamConsumerRequest.builder().overrideConfiguration(o -> o.apiCallTimeout(CALL_TIMEOUT));
        if (givenArn != null) {
            var found = client.describeStreamConsumer(
                            request.consumerARN(givenArn).build())
                    .consumerDescription();
            return noted(stream, givenArn, found.consumerStatus());
        }
        String streamArn = streamArn(stream);
        try {
            var found = client.describeStreamConsumer(
                            request.streamARN(streamArn).consumerName(name).build())
                    .consumerDescription();
            return noted(stream, found.consumerARN(), found.consumerStatus());
        } catch (ResourceNotFoundException e) {
            return register(stream, streamArn);
        }
    }

    private ConsumerStatus register(StreamId stream, String streamArn) {
        try {
            var made = client.registerStreamConsumer(r -> r.streamARN(streamArn)
                            .consumerName(name)
                            .overrideConfiguration(o -> o.apiCallTimeout(CALL_TIMEOUT)))
                    .consumer();
            return noted(stream, made.consumerARN(), made.consumerStatus());
        } catch (ResourceInUseException e) {
            // another worker was quicker, or the stream is being changed: the next look will tell
            return ConsumerStatus.CREATING;
        }
    }

    private ConsumerStatus noted(StreamId stream, String arn, ConsumerStatus status) {
        if (status == ConsumerStatus.ACTIVE) {
            arns.put(stream, arn);
        }
        return status;
    }

    private String streamArn(StreamId stream) {
        String given = StreamName.of(stream.stream()).arn();
        return given != null
                ? given
                : streamArns.computeIfAbsent(stream, s -> client.describeStreamSummary(d ->
                                d.streamName(s.stream()).overrideConfiguration(o -> o.apiCallTimeout(CALL_TIMEOUT)))
                        .streamDescriptionSummary()
                        .streamARN());
    }

    private static boolean mayPass(SdkException failure) {
        if (failure instanceof SdkServiceException service) {
            return service.statusCode() >= 500
                    || service.isThrottlingException()
                    || service instanceof LimitExceededException;
        }
        return true;
    }

    private KinesisStreamException explained(StreamId stream, SdkException failure) {
        String what = spelled(stream);
        if (failure instanceof ResourceNotFoundException) {
            return new KinesisStreamException(
                    what + " does not exist. Register it, or give fanOutConsumerName, which is registered where it is"
                            + " missing",
                    failure);
        }
        if (Denial.is(failure)) {
            return new KinesisStreamException(
                    what + " cannot be used: " + ServiceFailure.text(failure)
                            + ". Allow the action, or set fanOutFallback=true" + " to poll instead",
                    failure);
        }
        return new KinesisStreamException(what + " cannot be used: " + ServiceFailure.text(failure), failure);
    }

    private String spelled(StreamId stream) {
        return "Consumer " + (name == null ? givenArn : name) + " of stream " + stream.stream();
    }

    private void pause(StreamId stream) {
        try {
            Thread.sleep(betweenLooks.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KinesisStreamException(spelled(stream) + ": interrupted while waiting for it", e);
        }
    }
}
