// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.MultipleConsumersSupport;
import org.apache.camel.PollingConsumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.EndpointServiceLocation;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * Consume Amazon Kinesis streams with leases in DynamoDB, where a record is checkpointed only when the exchange that carries
 * it has completed, and put records in the order of each partition key.
 */
@ManagedResource(description = "Managed kinesis-cp endpoint")
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "kinesis-cp",
        title = "AWS Kinesis Checkpointed",
        syntax = "kinesis-cp:streams",
        category = {Category.CLOUD, Category.MESSAGING},
        headersClass = KinesisCheckpointedConstants.class)
public class KinesisCheckpointedEndpoint extends DefaultEndpoint
        implements EndpointServiceLocation, MultipleConsumersSupport {

    @UriPath(
            description =
                    "The streams: names or ARNs, separated by commas. An entry may end in a shard, as in orders:0 or"
                            + " orders:shardId-000000000003; then every entry must, and only those shards are read, not"
                            + " their children after a reshard. A producer takes one stream and no shard.")
    @Metadata(required = true)
    private final String streams;

    @UriParam
    private final KinesisCheckpointedConfiguration configuration;

    KinesisCheckpointedEndpoint(
            String uri,
            KinesisCheckpointedComponent component,
            String streams,
            KinesisCheckpointedConfiguration configuration) {
        super(uri, component);
        this.streams = streams;
        this.configuration = configuration;
    }

    /**
     * A producer into the stream.
     *
     * @throws CannotProduceException if an option is wrong; it names all that are
     */
    @Override
    public Producer createProducer() {
        OptionProblems problems = new OptionProblems();
        StreamsUri parsed = StreamsUri.parse(streams, problems);
        new ProducerRules(configuration, problems)
                .check(parsed, getCamelContext(), getComponent().getConfiguration());
        new AccessRules(configuration, problems).checkStreamsOnly(parsed.region());
        problems.throwIfAnyToProduce(getEndpointBaseUri());
        return new KinesisCheckpointedProducer(this, parsed);
    }

    /** What all producers of this endpoint share, null when there are none. */
    @Nullable
    ProducerRun producerRun() {
        return getComponent().producerRuns().current(this);
    }

    /**
     * A consumer of the streams.
     *
     * @throws CannotConsumeException if an option is wrong; it names all that are
     */
    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        KinesisCheckpointedConsumer consumer = new KinesisCheckpointedConsumer(this, processor, checkedStreams());
        configureConsumer(consumer);
        return consumer;
    }

    /** For pollEnrich, poll and templates: a worker of the group as well, whose records wait until they are polled for. */
    @Override
    public PollingConsumer createPollingConsumer() {
        return new KinesisCheckpointedPollingConsumer(this);
    }

    private StreamsUri checkedStreams() {
        OptionProblems problems = new OptionProblems();
        StreamsUri parsed = StreamsUri.parse(streams, problems);
        new ConsumerRules(configuration, problems).check(Instant.now());
        new FanOutRules(configuration, problems).check(parsed.selections(configuration.getGroup()));
        new DeliveryRules(configuration, problems).check(getCamelContext());
        new AccessRules(configuration, problems).check(parsed.region());
        problems.throwIfAny(getEndpointBaseUri());
        return parsed;
    }

    @Override
    public KinesisCheckpointedComponent getComponent() {
        return (KinesisCheckpointedComponent) super.getComponent();
    }

    /** Several routes may consume: they share the shards as workers of one group do. */
    @Override
    public boolean isMultipleConsumersSupported() {
        return true;
    }

    @ManagedAttribute(description = "The streams as the URI has them")
    public String getStreams() {
        return streams;
    }

    @ManagedAttribute(description = "The consumer group, empty when there is none")
    public String getGroup() {
        return configuration.getGroup() == null ? "" : configuration.getGroup();
    }

    @ManagedAttribute(description = "The DynamoDB table of the leases")
    public String getLeaseTable() {
        return configuration.getLeaseTable();
    }

    @ManagedAttribute(description = "Records that were sent here and that Kinesis has not accepted yet")
    public long getPendingRecords() {
        ProducerRun run = producerRun();
        return run == null ? 0 : run.putter().pendingRecords();
    }

    @ManagedAttribute(description = "Bytes of these records, payloads and keys")
    public long getPendingBytes() {
        ProducerRun run = producerRun();
        return run == null ? 0 : run.putter().pendingBytes();
    }

    @ManagedAttribute(description = "Records that Kinesis has accepted since the producer was started")
    public long getPutRecords() {
        return counted(PutStatistics::accepted);
    }

    @ManagedAttribute(description = "Records that requests have carried, each as often as it was sent")
    public long getPutAttempts() {
        return counted(PutStatistics::attempts);
    }

    @ManagedAttribute(description = "PutRecords requests")
    public long getPutRequests() {
        return counted(PutStatistics::requests);
    }

    @ManagedAttribute(description = "PutRecords requests that were not answered for their records")
    public long getPutFailedRequests() {
        return counted(PutStatistics::failedRequests);
    }

    @ManagedAttribute(description = "Rejections of single records, throttles included")
    public long getPutRejections() {
        return counted(PutStatistics::rejected);
    }

    @ManagedAttribute(description = "Rejections of single records because their shard was asked for too much")
    public long getPutThrottles() {
        return counted(PutStatistics::throttled);
    }

    @ManagedAttribute(description = "Records that were given up")
    public long getPutGivenUp() {
        return counted(PutStatistics::givenUp);
    }

    @ManagedAttribute(description = "Records that Kinesis has rejected so far and that are tried again, as JSON")
    public String getUndelivered() {
        ProducerRun run = producerRun();
        return run == null ? "[]" : PutReport.undelivered(run).toJson();
    }

    private long counted(ToLongFunction<PutStatistics> count) {
        ProducerRun run = producerRun();
        return run == null ? 0 : count.applyAsLong(run.statistics());
    }

    public KinesisCheckpointedConfiguration getConfiguration() {
        return configuration;
    }

    @Override
    public String getServiceUrl() {
        if (configuration.isOverrideEndpoint()) {
            return configuration.getUriEndpointOverride();
        }
        return configuration.getRegion();
    }

    @Override
    public String getServiceProtocol() {
        return "kinesis";
    }

    @Override
    public Map<String, String> getServiceMetadata() {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("streams", streams);
        if (configuration.getLeaseTable() != null) {
            metadata.put("leaseTable", configuration.getLeaseTable());
        }
        if (configuration.getGroup() != null) {
            metadata.put("group", configuration.getGroup());
        }
        return metadata;
    }
}
