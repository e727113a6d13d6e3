// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.http;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.CreateStreamRequest;
import software.amazon.awssdk.services.kinesis.model.DecreaseStreamRetentionPeriodRequest;
import software.amazon.awssdk.services.kinesis.model.DeleteStreamRequest;
import software.amazon.awssdk.services.kinesis.model.DeregisterStreamConsumerRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamConsumerRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryRequest;
import software.amazon.awssdk.services.kinesis.model.GetRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.IncreaseStreamRetentionPeriodRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListStreamConsumersRequest;
import software.amazon.awssdk.services.kinesis.model.ListStreamsRequest;
import software.amazon.awssdk.services.kinesis.model.MergeShardsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.RegisterStreamConsumerRequest;
import software.amazon.awssdk.services.kinesis.model.SplitShardRequest;
import software.amazon.awssdk.services.kinesis.model.UpdateMaxRecordSizeRequest;
import software.amazon.awssdk.services.kinesis.model.UpdateShardCountRequest;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/** The operations by the name that X-Amz-Target calls them. */
final class Operations {

    static final String TARGET_PREFIX = "Kinesis_20131202.";

    private final Map<String, Operation> byName = new LinkedHashMap<>();

    /** From a call to the answer of the model. */
    interface Operation {

        /**
         * Runs it.
         *
         * @param arguments fills the request
         * @throws IOException if that fails
         */
        SdkPojo run(Arguments arguments) throws IOException;
    }

    /** Fills a request with what was sent. */
    interface Arguments {
        void fill(SdkPojo request) throws IOException;
    }

    private Operations() {}

    /** The operations of the in-memory Kinesis, behind the SDK's interface. */
    static Operations of(KinesisClient client) {
        Operations all = new Operations();
        all.add("CreateStream", CreateStreamRequest::builder, client::createStream);
        all.add("DeleteStream", DeleteStreamRequest::builder, client::deleteStream);
        all.add("ListStreams", ListStreamsRequest::builder, client::listStreams);
        all.add("DescribeStream", DescribeStreamRequest::builder, client::describeStream);
        all.add("DescribeStreamSummary", DescribeStreamSummaryRequest::builder, client::describeStreamSummary);
        all.add("ListShards", ListShardsRequest::builder, client::listShards);
        all.add("SplitShard", SplitShardRequest::builder, client::splitShard);
        all.add("MergeShards", MergeShardsRequest::builder, client::mergeShards);
        all.add("UpdateShardCount", UpdateShardCountRequest::builder, client::updateShardCount);
        all.add("UpdateMaxRecordSize", UpdateMaxRecordSizeRequest::builder, client::updateMaxRecordSize);
        all.add(
                "IncreaseStreamRetentionPeriod",
                IncreaseStreamRetentionPeriodRequest::builder,
                client::increaseStreamRetentionPeriod);
        all.add(
                "DecreaseStreamRetentionPeriod",
                DecreaseStreamRetentionPeriodRequest::builder,
                client::decreaseStreamRetentionPeriod);
        all.add("GetShardIterator", GetShardIteratorRequest::builder, client::getShardIterator);
        all.add("GetRecords", GetRecordsRequest::builder, client::getRecords);
        all.add("PutRecord", PutRecordRequest::builder, client::putRecord);
        all.add("PutRecords", PutRecordsRequest::builder, client::putRecords);
        all.add("RegisterStreamConsumer", RegisterStreamConsumerRequest::builder, client::registerStreamConsumer);
        all.add("DescribeStreamConsumer", DescribeStreamConsumerRequest::builder, client::describeStreamConsumer);
        all.add("ListStreamConsumers", ListStreamConsumersRequest::builder, client::listStreamConsumers);
        all.add("DeregisterStreamConsumer", DeregisterStreamConsumerRequest::builder, client::deregisterStreamConsumer);
        return all;
    }

    private <B extends SdkPojo & SdkBuilder<B, R>, R> void add(
            String name, Supplier<B> request, Function<R, ? extends SdkPojo> call) {
        byName.put(name, arguments -> {
            B builder = request.get();
            arguments.fill(builder);
            return call.apply(builder.build());
        });
    }

    /** The operation that an X-Amz-Target header names; null when there is none. */
    @Nullable
    Operation named(String target) {
        return target.startsWith(TARGET_PREFIX) ? byName.get(target.substring(TARGET_PREFIX.length())) : null;
    }

    Set<String> names() {
        return byName.keySet();
    }
}
