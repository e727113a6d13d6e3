// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.engine.produce.WhenFull;
import java.time.Duration;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** The options about putting records. Those that a consumer has as well stand elsewhere. */
@UriParams
public abstract class ProducerConfiguration extends AwsClientConfiguration {

    @UriParam(
            label = "producer",
            javaType = "java.lang.Object",
            description = "The partition key of a record: an expression in the simple language, or #name of an"
                    + " Expression in the registry. Default: the header CamelAwsKinesisPartitionKey; without it"
                    + " the exchange fails. Given, it goes before the header.")
    private Object partitionKey;

    @UriParam(
            label = "producer",
            defaultValue = "HASH",
            description = "What becomes of a partition key of more than 256 characters. HASH: its SHA-256 in"
                    + " hexadecimal digits is the key, so that equal keys stay equal. FAIL: the exchange fails.")
    private LongKeys longKeys = LongKeys.HASH;

    @UriParam(
            label = "producer",
            javaType = "java.lang.Object",
            description = "The hash key that chooses the shard in place of the partition key's own: an expression in"
                    + " the simple language, or #name of an Expression in the registry, that gives a decimal number"
                    + " of 128 bits, unsigned. Default: the header CamelKinesisCpExplicitHashKey, else none. Order is"
                    + " kept by partition key all the same.")
    private Object explicitHashKey;

    @UriParam(
            label = "producer",
            defaultValue = "false",
            description = "Put each element of a body that is an Iterable, an Iterator or an array as a record of its"
                    + " own. The exchange completes when all are in, and fails when one of them has failed. A list of"
                    + " exchanges, as this component's batching consumer makes it, is always put so.")
    private boolean splitBody;

    @UriParam(label = "producer", defaultValue = "500", description = "Most records of a PutRecords request. 1 to 500.")
    private int putBatchSize = 500;

    @UriParam(
            label = "producer",
            defaultValue = "10485760",
            description = "Most bytes of a PutRecords request, payloads and keys; a larger record passes alone. 1 to"
                    + " 10485760.")
    private long putBatchBytes = 10 << 20;

    @UriParam(
            label = "producer",
            defaultValue = "5ms",
            description = "Longest that a record waits for others to share its request while no other request is under"
                    + " way. 0 does not wait. At most 1m.")
    private Duration linger = Duration.ofMillis(5);

    @UriParam(
            label = "producer",
            defaultValue = "8",
            description = "Most PutRecords requests under way at once, over all streams of the endpoint. 1 to 256.")
    private int maxInFlightRequests = 8;

    @UriParam(
            label = "producer",
            defaultValue = "-1",
            description = "How often a record that Kinesis has not accepted is sent again before its exchange fails"
                    + " with the last error. -1: for ever. It keeps its place meanwhile: later records of its"
                    + " partition key wait.")
    private int maxRetries = -1;

    @UriParam(
            label = "producer",
            defaultValue = "100ms",
            description = "Delay before a record is sent again; it doubles with each further time, with jitter."
                    + " Greater than 0.")
    private Duration retryDelay = Duration.ofMillis(100);

    @UriParam(label = "producer", defaultValue = "3m", description = "What retryDelay grows to. At least retryDelay.")
    private Duration maxRetryDelay = Duration.ofMinutes(3);

    @UriParam(
            label = "producer",
            description = "Longest time from handing a record over until it is no longer sent again and its exchange"
                    + " fails with the last error. A record that was never sent is sent once in any case. Greater"
                    + " than 0. Default: no limit.")
    private Duration retryTimeout;

    @UriParam(
            label = "producer",
            defaultValue = "10000",
            description = "Most records, over all streams of the endpoint, that are handed over and not accepted yet."
                    + " At least 1.")
    private int maxPendingRecords = 10_000;

    @UriParam(
            label = "producer",
            defaultValue = "67108864",
            description = "Most bytes of these records, payloads and keys; a larger record passes alone. At least 1.")
    private long maxPendingBytes = 64L << 20;

    @UriParam(
            label = "producer",
            defaultValue = "BLOCK",
            description = "What happens to a record beyond maxPendingRecords or maxPendingBytes. BLOCK: whoever sends"
                    + " it waits until there is room. FAIL: its exchange fails.")
    private WhenFull whenFull = WhenFull.BLOCK;

    @UriParam(
            label = "producer",
            defaultValue = "false",
            description =
                    "Put all records of one partition key that wait as one aggregated record, in the format of the"
                            + " Amazon Kinesis Producer Library: a hot key is not bound to one record per request. Whoever reads"
                            + " must take aggregates apart, as this component's consumer and Amazon's client library do. Not with"
                            + " ordering=NONE.")
    private boolean aggregation;

    @UriParam(
            label = "producer",
            defaultValue = "51200",
            description = "Most bytes of an aggregated record, keys included; a larger record goes by itself. 1 to"
                    + " 1048576. Only with aggregation=true.")
    private int aggregationMaxBytes = 50 << 10;

    @UriParam(
            label = "producer",
            defaultValue = "true",
            description = "Look at the stream when the producer starts (DescribeStreamSummary): a missing stream is an"
                    + " error then, and the stream's own limit for a record is known and looked at anew when a record"
                    + " exceeds it. false: nothing is looked at, and Kinesis alone refuses what is too large.")
    private boolean checkStream = true;

    @UriParam(
            label = "producer",
            defaultValue = "true",
            description = "Whether the header CamelKinesisCpStreamName names the stream that a message is put into."
                    + " false: the header is ignored, also on the elements of a body, and every record goes into the"
                    + " stream of the URI: a message whose headers come from others does not choose its stream.")
    private boolean streamFromHeader = true;

    public int getPutBatchSize() {
        return putBatchSize;
    }

    public void setPutBatchSize(int putBatchSize) {
        this.putBatchSize = putBatchSize;
    }

    public long getPutBatchBytes() {
        return putBatchBytes;
    }

    public void setPutBatchBytes(long putBatchBytes) {
        this.putBatchBytes = putBatchBytes;
    }

    public Object getPartitionKey() {
        return partitionKey;
    }

    public void setPartitionKey(Object partitionKey) {
        this.partitionKey = partitionKey;
    }

    public LongKeys getLongKeys() {
        return longKeys;
    }

    public void setLongKeys(LongKeys longKeys) {
        this.longKeys = longKeys;
    }

    public Object getExplicitHashKey() {
        return explicitHashKey;
    }

    public void setExplicitHashKey(Object explicitHashKey) {
        this.explicitHashKey = explicitHashKey;
    }

    public boolean isSplitBody() {
        return splitBody;
    }

    public void setSplitBody(boolean splitBody) {
        this.splitBody = splitBody;
    }

    public Duration getLinger() {
        return linger;
    }

    public void setLinger(Duration linger) {
        this.linger = linger;
    }

    public int getMaxInFlightRequests() {
        return maxInFlightRequests;
    }

    public void setMaxInFlightRequests(int maxInFlightRequests) {
        this.maxInFlightRequests = maxInFlightRequests;
    }

    public int getMaxRetries() {
        return maxRetries;
    }

    public void setMaxRetries(int maxRetries) {
        this.maxRetries = maxRetries;
    }

    public Duration getRetryDelay() {
        return retryDelay;
    }

    public void setRetryDelay(Duration retryDelay) {
        this.retryDelay = retryDelay;
    }

    public Duration getMaxRetryDelay() {
        return maxRetryDelay;
    }

    public void setMaxRetryDelay(Duration maxRetryDelay) {
        this.maxRetryDelay = maxRetryDelay;
    }

    public Duration getRetryTimeout() {
        return retryTimeout;
    }

    public void setRetryTimeout(Duration retryTimeout) {
        this.retryTimeout = retryTimeout;
    }

    public int getMaxPendingRecords() {
        return maxPendingRecords;
    }

    public void setMaxPendingRecords(int maxPendingRecords) {
        this.maxPendingRecords = maxPendingRecords;
    }

    public long getMaxPendingBytes() {
        return maxPendingBytes;
    }

    public void setMaxPendingBytes(long maxPendingBytes) {
        this.maxPendingBytes = maxPendingBytes;
    }

    public WhenFull getWhenFull() {
        return whenFull;
    }

    public void setWhenFull(WhenFull whenFull) {
        this.whenFull = whenFull;
    }

    public boolean isAggregation() {
        return aggregation;
    }

    public void setAggregation(boolean aggregation) {
        this.aggregation = aggregation;
    }

    public int getAggregationMaxBytes() {
        return aggregationMaxBytes;
    }

    public void setAggregationMaxBytes(int aggregationMaxBytes) {
        this.aggregationMaxBytes = aggregationMaxBytes;
    }

    public boolean isCheckStream() {
        return checkStream;
    }

    public void setCheckStream(boolean checkStream) {
        this.checkStream = checkStream;
    }

    public boolean isStreamFromHeader() {
        return streamFromHeader;
    }

    public void setStreamFromHeader(boolean streamFromHeader) {
        this.streamFromHeader = streamFromHeader;
    }
}
