// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.engine.consume.Ordering;
import java.time.Duration;
import java.util.Objects;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.spi.HeaderFilterStrategyAware;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** The options of the component and of its endpoints. */
@UriParams
public class KinesisCheckpointedConfiguration extends FailureConfiguration
        implements Cloneable, HeaderFilterStrategyAware {

    private static final Duration COMMIT_PERIOD = Duration.ofSeconds(5);

    @UriParam(
            label = "consumer",
            defaultValue = "1024",
            description = "Largest gap, in records of a shard, between the oldest record that is not done and the"
                    + " newest that was delivered. It bounds how much is repeated after a crash and how many"
                    + " exchanges of a shard run at once. 1: one record after the other. At least 1.")
    private int checkpointLimit = 1024;

    @UriParam(
            label = "common",
            defaultValue = "KEY",
            description = "Which records wait for which. Of a consumer: SHARD: one exchange of a shard at a time, in"
                    + " the order of the shard. KEY: records of one partition key one at a time and in order,"
                    + " different keys in parallel. NONE: no order, up to checkpointLimit exchanges of a shard at"
                    + " once. With checkpointLimit=1 it is SHARD. Of a producer: KEY, and SHARD as well: records of"
                    + " one partition key stand in the stream in the order in which they were sent. NONE: a record"
                    + " that is sent again may come to stand behind later ones of its key.")
    private Ordering ordering;

    @UriParam(
            label = "consumer",
            defaultValue = "5s",
            description = "Time between two checkpoint writes of a shard; nothing is written when the checkpoint"
                    + " has not moved. Greater than 0.")
    private Duration commitPeriod;

    @UriParam(label = "consumer", description = "Another name of commitPeriod.")
    private Duration checkpointInterval;

    @UriParam(
            label = "consumer",
            defaultValue = "TRIM_HORIZON",
            description = "Where the group begins to read a stream. Decided once, at the first start of the"
                    + " group, and stored; a restart continues at the checkpoints. TRIM_HORIZON: the oldest"
                    + " record kept. LATEST: what arrives after the first start. AT_TIMESTAMP: what arrived"
                    + " at or after startTimestamp.")
    private StartPosition startPosition;

    @UriParam(label = "consumer", description = "Another name of startPosition, as camel-aws2-kinesis has it.")
    private StartPosition iteratorType;

    @UriParam(
            label = "consumer",
            defaultValue = "true",
            description = "Short for startPosition: true is TRIM_HORIZON, false is LATEST.")
    private Boolean startFromOldest;

    @UriParam(
            label = "consumer",
            description = "The time for startPosition=AT_TIMESTAMP: ISO-8601 with a zone, for example"
                    + " 2026-05-01T00:00:00Z, or milliseconds since 1970-01-01T00:00:00Z. Required with"
                    + " AT_TIMESTAMP, an error without.")
    private String startTimestamp;

    @UriParam(
            label = "consumer,advanced",
            defaultValue = "10000",
            description = "Most records of one GetRecords call, 1 to 10000.")
    private int maxResultsPerRequest = 10000;

    @UriParam(
            label = "consumer",
            defaultValue = "250ms",
            description = "Pause of a shard after a read that brought nothing. It grows to maxPollInterval while"
                    + " reads bring nothing. Kinesis allows 5 reads a second per shard, over all its"
                    + " consumers. At least 200ms.")
    private Duration pollInterval = Duration.ofMillis(250);

    @UriParam(
            label = "consumer,advanced",
            defaultValue = "1s",
            description = "What pollInterval grows to. At least pollInterval, at most 1m.")
    private Duration maxPollInterval = Duration.ofSeconds(1);

    @UriParam(
            label = "consumer,advanced",
            defaultValue = "3s",
            description = "Delay, with jitter, after a read that was throttled, and after a first one that failed; with"
                    + " each further one that failed it doubles, up to 1m. Greater than 0.")
    private Duration backoffTime = Duration.ofSeconds(3);

    @UriParam(
            label = "consumer,advanced",
            defaultValue = "3",
            description = "Failed reads in a row before the failure goes to the exception handler. Reading itself"
                    + " never gives up. 0 reports the first one.")
    private int numRetries = 3;

    @UriParam(
            label = "consumer,advanced",
            defaultValue = "10000",
            description = "Most fetched records, over all shards of the endpoint, that wait for delivery. An aggregated"
                    + " record counts as one. At least 1.")
    private int receiveQueueSize = 10000;

    @UriParam(
            label = "consumer,advanced",
            defaultValue = "67108864",
            description = "Memory for records from their fetch until they are done, in bytes, over all shards of"
                    + " the endpoint. Fetching stops while it is full. At least what one answer of Kinesis"
                    + " may need: 10 MiB, and 768 bytes for each of maxResultsPerRequest.")
    private long receiveBufferBytes = 64L << 20;

    @UriParam(
            label = "consumer",
            defaultValue = "true",
            description = "Whether a record that Amazon's producer library has aggregated is taken apart: an exchange"
                    + " for each record in it, and checkpoints inside of it. Records that would not be put into"
                    + " the shard today, because it was split or merged, are delivered as well. What only looks"
                    + " like an aggregated record is delivered as it is. false: aggregated records are delivered"
                    + " as they are.")
    private boolean deaggregate = true;

    @UriParam(
            label = "consumer",
            description = "Threads that run exchanges; fetching has threads of its own. Default: two per"
                    + " processor, or 256 virtual threads when Camel runs with virtual threads. 1 to 10000.")
    private Integer consumerThreads;

    @UriParam(
            label = "consumer",
            defaultValue = "false",
            description = "Whether records are committed by the route, and not by the completion of their exchange: by"
                    + " commit() of the header CamelKinesisCpManualCommit, from any thread, in any order, also when the"
                    + " exchange has long ended. Up to checkpointLimit records of a shard may wait for it; then no more"
                    + " are delivered.")
    private boolean allowManualCommit;

    @UriParam(
            label = "common",
            description = "A HeaderFilterStrategy of the registry that keeps headers of this component back. Of a"
                    + " consumer (in): a header that it filters is not set on the messages, nor on those of a batch or for"
                    + " deadLetterUri; what a route commits with and CamelKinesisCpSourceStream always are. Of a producer"
                    + " (out): a header that it filters, as stream, partition key or explicit hash key of a message, is not"
                    + " heeded; and (in) one of a put's outcome is not set. Default: nothing is filtered.")
    private HeaderFilterStrategy headerFilterStrategy = HeaderFilter.ofNothing();

    private final WrongTexts wrongTexts = new WrongTexts();

    /** A configuration of its own with the same values. */
    public KinesisCheckpointedConfiguration copy() {
        try {
            return (KinesisCheckpointedConfiguration) clone();
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }

    /** What options were to be set to and do not take. */
    WrongTexts wrongTexts() {
        return wrongTexts;
    }

    /** commitPeriod as it was given, null when it was not. */
    Duration givenCommitPeriod() {
        return commitPeriod;
    }

    /** startPosition as it was given, null when it was not. */
    StartPosition givenStartPosition() {
        return startPosition;
    }

    /** startFromOldest as it was given, null when it was not. */
    Boolean givenStartFromOldest() {
        return startFromOldest;
    }

    /** ordering as it was given, null when it was not. */
    Ordering givenOrdering() {
        return ordering;
    }

    private StartPosition aliasedStartPosition() {
        if (iteratorType != null) {
            return iteratorType;
        }
        return Boolean.FALSE.equals(startFromOldest) ? StartPosition.LATEST : StartPosition.TRIM_HORIZON;
    }

    public int getCheckpointLimit() {
        return checkpointLimit;
    }

    public void setCheckpointLimit(int checkpointLimit) {
        this.checkpointLimit = checkpointLimit;
    }

    public Ordering getOrdering() {
        return ordering != null ? ordering : checkpointLimit == 1 ? Ordering.SHARD : Ordering.KEY;
    }

    public void setOrdering(Ordering ordering) {
        this.ordering = ordering;
    }

    public Duration getCommitPeriod() {
        return commitPeriod != null ? commitPeriod : checkpointInterval != null ? checkpointInterval : COMMIT_PERIOD;
    }

    public void setCommitPeriod(Duration commitPeriod) {
        this.commitPeriod = commitPeriod;
    }

    public Duration getCheckpointInterval() {
        return checkpointInterval;
    }

    public void setCheckpointInterval(Duration checkpointInterval) {
        this.checkpointInterval = checkpointInterval;
    }

    public StartPosition getStartPosition() {
        return startPosition != null ? startPosition : aliasedStartPosition();
    }

    public void setStartPosition(StartPosition startPosition) {
        this.startPosition = startPosition;
    }

    public StartPosition getIteratorType() {
        return iteratorType;
    }

    public void setIteratorType(StartPosition iteratorType) {
        this.iteratorType = iteratorType;
    }

    public Boolean getStartFromOldest() {
        return startFromOldest != null ? startFromOldest : getStartPosition() == StartPosition.TRIM_HORIZON;
    }

    public void setStartFromOldest(Boolean startFromOldest) {
        this.startFromOldest = startFromOldest;
    }

    public String getStartTimestamp() {
        return startTimestamp;
    }

    public void setStartTimestamp(String startTimestamp) {
        this.startTimestamp = startTimestamp;
    }

    public int getMaxResultsPerRequest() {
        return maxResultsPerRequest;
    }

    public void setMaxResultsPerRequest(int maxResultsPerRequest) {
        this.maxResultsPerRequest = maxResultsPerRequest;
    }

    public Duration getPollInterval() {
        return pollInterval;
    }

    public void setPollInterval(Duration pollInterval) {
        this.pollInterval = pollInterval;
    }

    public Duration getMaxPollInterval() {
        return maxPollInterval;
    }

    public void setMaxPollInterval(Duration maxPollInterval) {
        this.maxPollInterval = maxPollInterval;
    }

    public Duration getBackoffTime() {
        return backoffTime;
    }

    public void setBackoffTime(Duration backoffTime) {
        this.backoffTime = backoffTime;
    }

    public int getNumRetries() {
        return numRetries;
    }

    public void setNumRetries(int numRetries) {
        this.numRetries = numRetries;
    }

    public int getReceiveQueueSize() {
        return receiveQueueSize;
    }

    public void setReceiveQueueSize(int receiveQueueSize) {
        this.receiveQueueSize = receiveQueueSize;
    }

    public long getReceiveBufferBytes() {
        return receiveBufferBytes;
    }

    public void setReceiveBufferBytes(long receiveBufferBytes) {
        this.receiveBufferBytes = receiveBufferBytes;
    }

    public boolean isDeaggregate() {
        return deaggregate;
    }

    public void setDeaggregate(boolean deaggregate) {
        this.deaggregate = deaggregate;
    }

    public Integer getConsumerThreads() {
        return consumerThreads;
    }

    public void setConsumerThreads(Integer consumerThreads) {
        this.consumerThreads = consumerThreads;
    }

    @Override
    public HeaderFilterStrategy getHeaderFilterStrategy() {
        return headerFilterStrategy;
    }

    @Override
    public void setHeaderFilterStrategy(HeaderFilterStrategy headerFilterStrategy) {
        this.headerFilterStrategy = Objects.requireNonNull(headerFilterStrategy);
    }

    public boolean isAllowManualCommit() {
        return allowManualCommit;
    }

    public void setAllowManualCommit(boolean allowManualCommit) {
        this.allowManualCommit = allowManualCommit;
    }
}
