// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

import io.camelkinesis.engine.runtime.Clock;
import java.time.Duration;
import java.util.List;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.model.ConsumerStatus;
import software.amazon.awssdk.services.kinesis.model.DeregisterStreamConsumerRequest;
import software.amazon.awssdk.services.kinesis.model.DeregisterStreamConsumerResponse;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamConsumerRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamConsumerResponse;
import software.amazon.awssdk.services.kinesis.model.ListStreamConsumersRequest;
import software.amazon.awssdk.services.kinesis.model.ListStreamConsumersResponse;
import software.amazon.awssdk.services.kinesis.model.RegisterStreamConsumerRequest;
import software.amazon.awssdk.services.kinesis.model.RegisterStreamConsumerResponse;

/** The calls about consumers with a throughput of their own, in the terms of the SDK. */
final class ConsumerOperations {

    private static final String CONSUMER_PART = "/consumer/";

    private final Gate gate;
    private final Clock clock;
    private final Streams streams;
    private final Settings settings;

    ConsumerOperations(Gate gate, Clock clock, Streams streams, Settings settings) {
        this.gate = gate;
        this.clock = clock;
        this.streams = streams;
        this.settings = settings;
    }

    RegisterStreamConsumerResponse register(RegisterStreamConsumerRequest request) {
        return gate.call(Operation.REGISTER_STREAM_CONSUMER, () -> {
            StreamModel stream = streams.findActive(null, Check.required("streamARN", request.streamARN()));
            String name = consumerName(request.consumerName());
            NavigableMap<String, ConsumerModel> present = stream.consumers().at(clock.nanoTime());
            if (present.containsKey(name)) {
                throw Errors.inUse("Consumer " + name + ", for Stream " + stream.name() + ", under account "
                        + stream.account().id() + " already exists.");
            }
            requireRoom(stream, present);
            long millis = clock.now().toEpochMilli();
            ConsumerModel consumer = new ConsumerModel(
                    name,
                    stream.arn() + CONSUMER_PART + name + ":"
                            + Duration.ofMillis(millis).toSeconds(),
                    millis,
                    clock.nanoTime() + settings.changeNanos());
            stream.consumers().add(consumer);
            return RegisterStreamConsumerResponse.builder()
                    .consumer(consumer.listed())
                    .build();
        });
    }

    private static void requireRoom(StreamModel stream, NavigableMap<String, ConsumerModel> present) {
        long creating = present.values().stream()
                .filter(consumer -> consumer.status() == ConsumerStatus.CREATING)
                .count();
        if (present.size() >= Limits.CONSUMERS_PER_STREAM || creating >= Limits.CONSUMERS_CREATING) {
            throw Errors.limit("Stream " + stream.name() + " under account "
                    + stream.account().id() + " has " + present.size() + " consumers, " + creating
                    + " of them CREATING; at most " + Limits.CONSUMERS_PER_STREAM + " and " + Limits.CONSUMERS_CREATING
                    + " are allowed.");
        }
    }

    private static String consumerName(@Nullable String name) {
        String present = Check.required("consumerName", name);
        Check.length("consumerName", present.length(), 1, 128);
        if (!present.matches("[a-zA-Z0-9_.-]+")) {
            throw Errors.constraint("Value '" + present + "' at 'consumerName' failed to satisfy constraint:"
                    + " Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+");
        }
        return present;
    }

    DescribeStreamConsumerResponse describe(DescribeStreamConsumerRequest request) {
        return gate.call(Operation.DESCRIBE_STREAM_CONSUMER, () -> {
            Registered found = find(request.streamARN(), request.consumerName(), request.consumerARN());
            return DescribeStreamConsumerResponse.builder()
                    .consumerDescription(
                            found.consumer().described(found.stream().arn()))
                    .build();
        });
    }

    DeregisterStreamConsumerResponse deregister(DeregisterStreamConsumerRequest request) {
        return gate.call(Operation.DEREGISTER_STREAM_CONSUMER, () -> {
            Registered found = find(request.streamARN(), request.consumerName(), request.consumerARN());
            found.consumer().delete(clock.nanoTime() + settings.changeNanos());
            return DeregisterStreamConsumerResponse.builder().build();
        });
    }

    ListStreamConsumersResponse list(ListStreamConsumersRequest request) {
        return gate.call(Operation.LIST_STREAM_CONSUMERS, () -> {
            StreamModel stream = streams.find(null, Check.required("streamARN", request.streamARN()));
            int size = Check.range("maxResults", request.maxResults(), Limits.CONSUMERS_PER_PAGE, 1, 10_000);
            NavigableMap<String, ConsumerModel> all = stream.consumers().at(clock.nanoTime());
            NavigableMap<String, ConsumerModel> rest =
                    request.nextToken() == null ? all : all.tailMap(request.nextToken(), false);
            List<ConsumerModel> page = rest.values().stream()
                    .limit(Math.min(size, Limits.CONSUMERS_PER_PAGE))
                    .toList();
            return ListStreamConsumersResponse.builder()
                    .consumers(page.stream().map(ConsumerModel::listed).toList())
                    .nextToken(
                            page.size() < rest.size()
                                    ? page.get(page.size() - 1).name()
                                    : null)
                    .build();
        });
    }

    /** A consumer and its stream. */
    record Registered(StreamModel stream, ConsumerModel consumer) {}

    /** The consumer with this ARN; for use inside the gate. */
    Registered withArn(String arn) {
        return find(null, null, arn);
    }

    private Registered find(@Nullable String streamArn, @Nullable String name, @Nullable String arn) {
        if (arn == null && (streamArn == null || name == null)) {
            throw Errors.invalid("Either ConsumerARN or both ConsumerName and StreamARN must be provided.");
        }
        int part = arn == null ? -1 : arn.indexOf(CONSUMER_PART);
        if (arn != null && part < 0) {
            throw Errors.invalid("ConsumerARN " + arn + " is not a valid ARN of a consumer.");
        }
        StreamModel stream = streams.find(null, arn == null ? streamArn : arn.substring(0, part));
        ConsumerModel consumer = arn == null
                ? stream.consumers().at(clock.nanoTime()).get(name)
                : stream.consumers().withArn(arn, clock.nanoTime());
        if (consumer == null) {
            throw Errors.notFound("Consumer " + (arn == null ? name : arn) + ", for Stream " + stream.name()
                    + ", under account " + stream.account().id() + " not found.");
        }
        return new Registered(stream, consumer);
    }
}
