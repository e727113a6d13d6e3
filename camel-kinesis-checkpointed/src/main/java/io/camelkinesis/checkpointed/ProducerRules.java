// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.engine.consume.Ordering;
import io.camelkinesis.engine.produce.PutOrdering;
import io.camelkinesis.engine.produce.PutSettings;
import java.time.Duration;
import org.apache.camel.CamelContext;

/** What the options about putting records must look like, and what they say in the engine's words. */
final class ProducerRules {

    /** Limits of a PutRecords request. */
    private static final int REQUEST_RECORDS = 500;

    private static final int REQUEST_BYTES = 10 << 20;

    /** What every stream takes as one record. */
    private static final int AGGREGATE_BYTES = 1 << 20;

    private static final int MOST_REQUESTS = 256;

    private final KinesisCheckpointedConfiguration options;
    private final OptionProblems problems;

    ProducerRules(KinesisCheckpointedConfiguration options, OptionProblems problems) {
        this.options = options;
        this.problems = problems;
    }

    /**
     * @param context knows the languages of expressions
     * @param defaults what the component says
     */
    void check(StreamsUri streams, CamelContext context, BatchConfiguration defaults) {
        checkStreams(streams);
        checkBatch(defaults);
        problems.atLeast("linger", options.getLinger(), Duration.ZERO, "0 does not wait");
        if (options.getLinger().compareTo(Duration.ofMinutes(1)) > 0) {
            problems.reject("linger", OptionProblems.shown(options.getLinger()), "must be at most 1m");
        }
        problems.within("maxInFlightRequests", options.getMaxInFlightRequests(), 1, MOST_REQUESTS);
        checkRetries();
        problems.atLeast("maxPendingRecords", options.getMaxPendingRecords(), 1, "1 is one record after the other");
        problems.atLeast("maxPendingBytes", options.getMaxPendingBytes(), 1, "a larger record passes alone");
        checkAggregation();
        checkExpression("partitionKey", options.getPartitionKey(), context);
        checkExpression("explicitHashKey", options.getExplicitHashKey(), context);
    }

    /** What the component says of batches is for its consumers; what only the endpoint says was meant for puts. */
    private void checkBatch(BatchConfiguration defaults) {
        problems.within("putBatchSize", options.getPutBatchSize(), 1, REQUEST_RECORDS);
        problems.within("putBatchBytes", options.getPutBatchBytes(), 1, REQUEST_BYTES);
        if (options.getBatchSize() != defaults.getBatchSize()) {
            problems.reject(
                    "batchSize", options.getBatchSize(), "is of a consumer; most records of a request is putBatchSize");
        }
        if (options.getBatchBytes() != defaults.getBatchBytes()) {
            problems.reject(
                    "batchBytes",
                    options.getBatchBytes(),
                    "is of a consumer; most bytes of a request is putBatchBytes");
        }
    }

    private void checkStreams(StreamsUri streams) {
        if (streams.shardsByStream().size() > 1) {
            problems.reject(
                    "streams",
                    String.join(",", streams.shardsByStream().keySet()),
                    "records are put into one stream; name one, and another per message by the header "
                            + KinesisCheckpointedConstants.STREAM_NAME);
        }
        streams.shardsByStream().forEach((stream, shards) -> {
            if (!shards.isEmpty()) {
                problems.reject(
                        "streams",
                        stream + ":" + shards.get(0),
                        "the partition key chooses the shard, or explicitHashKey does; name the stream alone");
            }
        });
    }

    private void checkRetries() {
        problems.atLeast("maxRetries", options.getMaxRetries(), -1, "-1 is no limit");
        problems.positive("retryDelay", options.getRetryDelay());
        problems.atLeast(
                "maxRetryDelay", options.getMaxRetryDelay(), options.getRetryDelay(), "it is what retryDelay grows to");
        if (options.getRetryTimeout() != null) {
            problems.positive("retryTimeout", options.getRetryTimeout());
        }
    }

    private void checkAggregation() {
        problems.within("aggregationMaxBytes", options.getAggregationMaxBytes(), 1, AGGREGATE_BYTES);
        if (options.isAggregation() && options.getOrdering() == Ordering.NONE) {
            problems.reject(
                    "aggregation",
                    true,
                    "needs the lanes of ordering=KEY, which is the default; leave one of the two out");
        }
    }

    private void checkExpression(String option, Object value, CamelContext context) {
        try {
            RecordMapper.expression(value, context);
        } catch (RuntimeException e) {
            problems.reject(option, value, e);
        }
    }

    /** The options as the engine wants them; they have been checked. */
    static PutSettings settings(KinesisCheckpointedConfiguration options) {
        return new PutSettings(
                options.getOrdering() == Ordering.NONE ? PutOrdering.NONE : PutOrdering.KEY,
                options.getPutBatchSize(),
                options.getPutBatchBytes(),
                options.getLinger(),
                options.getMaxInFlightRequests(),
                options.getMaxRetries(),
                options.getRetryDelay(),
                options.getMaxRetryDelay(),
                options.getRetryTimeout(),
                options.getMaxPendingRecords(),
                options.getMaxPendingBytes(),
                options.getWhenFull(),
                options.isAggregation() ? options.getAggregationMaxBytes() : 0);
    }
}
