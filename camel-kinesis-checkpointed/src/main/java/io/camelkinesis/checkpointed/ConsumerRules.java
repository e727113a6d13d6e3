// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.engine.consume.Ordering;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.regex.Pattern;

/** What the options about reading, delivering and committing must look like. */
final class ConsumerRules {

    /** Largest answer of GetRecords. */
    private static final long ANSWER_BYTES = 10L << 20;

    /** Most that a record of an answer costs beside its data: a key of 256 characters, objects, a queue entry. */
    private static final long RECORD_OVERHEAD_BYTES = 768;

    private static final Pattern GROUP = Pattern.compile("[A-Za-z0-9_.-]{1,128}");

    private final KinesisCheckpointedConfiguration options;
    private final OptionProblems problems;

    ConsumerRules(KinesisCheckpointedConfiguration options, OptionProblems problems) {
        this.options = options;
        this.problems = problems;
    }

    /** @param now present wall-clock time */
    void check(Instant now) {
        if (options.getGroup() != null && !GROUP.matcher(options.getGroup()).matches()) {
            problems.reject("group", options.getGroup(), "must be 1 to 128 characters of a-z, A-Z, 0-9, _, - and .");
        }
        checkWindow();
        checkPeriods();
        checkStart(now);
        checkReading();
        checkBuffers();
    }

    private void checkWindow() {
        problems.atLeast("checkpointLimit", options.getCheckpointLimit(), 1, "1 is one record after the other");
        Ordering ordering = options.givenOrdering();
        if (options.getCheckpointLimit() == 1 && ordering != null && ordering != Ordering.SHARD) {
            problems.reject(
                    "ordering",
                    ordering,
                    "with checkpointLimit=1 there is one record of a shard at a time, which"
                            + " is ordering=SHARD; leave ordering out or raise checkpointLimit");
        }
        Integer threads = options.getConsumerThreads();
        if (threads != null) {
            problems.within("consumerThreads", threads, 1, 10_000);
        }
    }

    private void checkPeriods() {
        Duration interval = options.getCheckpointInterval();
        Duration period = options.givenCommitPeriod();
        if (interval != null && period != null && !interval.equals(period)) {
            problems.reject(
                    "checkpointInterval",
                    OptionProblems.shown(interval),
                    "is another name of commitPeriod, which is " + OptionProblems.shown(period) + "; give one of them");
        }
        problems.positive(
                period == null && interval != null ? "checkpointInterval" : "commitPeriod", options.getCommitPeriod());
        problems.atLeast(
                "leasePeriod",
                options.getLeasePeriod(),
                Duration.ofSeconds(3),
                "a heartbeat is due every third of it and may take a while");
        problems.atLeast(
                "rebalancePeriod",
                options.getRebalancePeriod(),
                Duration.ofSeconds(1),
                "each look costs calls to Kinesis and DynamoDB");
        problems.atLeast("drainTimeout", options.getDrainTimeout(), Duration.ZERO, "0 does not wait");
    }

    private void checkStart(Instant now) {
        StartPosition start = options.getStartPosition();
        checkAlias("iteratorType", options.getIteratorType(), options.getIteratorType(), start);
        Boolean oldest = options.givenStartFromOldest();
        checkAlias(
                "startFromOldest",
                oldest,
                oldest == null ? null : oldest ? StartPosition.TRIM_HORIZON : StartPosition.LATEST,
                start);
        String timestamp = options.getStartTimestamp();
        if (start != StartPosition.AT_TIMESTAMP) {
            if (timestamp != null) {
                problems.reject(
                        "startTimestamp",
                        timestamp,
                        "goes with startPosition=AT_TIMESTAMP only, and startPosition is " + start);
            }
        } else if (timestamp == null) {
            problems.reject("startTimestamp", "is required with startPosition=AT_TIMESTAMP");
        } else {
            checkTimestamp(timestamp, now);
        }
    }

    private void checkAlias(String option, Object value, StartPosition meaning, StartPosition start) {
        if (value != null && !Objects.equals(meaning, start)) {
            problems.reject(
                    option, value, "is another way to say startPosition, which is " + start + "; give one of them");
        }
    }

    private void checkTimestamp(String timestamp, Instant now) {
        try {
            if (EngineSettings.timestamp(timestamp).isAfter(now)) {
                problems.reject(
                        "startTimestamp", timestamp, "lies in the future, which Kinesis refuses; now is " + now);
            }
        } catch (DateTimeException | NumberFormatException e) {
            problems.reject(
                    "startTimestamp",
                    timestamp,
                    "must be ISO-8601 with a zone, as in 2026-05-01T00:00:00Z, or"
                            + " milliseconds since 1970-01-01T00:00:00Z");
        }
    }

    private void checkReading() {
        problems.within("maxResultsPerRequest", options.getMaxResultsPerRequest(), 1, 10_000);
        problems.atLeast(
                "pollInterval",
                options.getPollInterval(),
                Duration.ofMillis(200),
                "Kinesis allows 5 reads a second per shard");
        problems.atLeast(
                "maxPollInterval",
                options.getMaxPollInterval(),
                options.getPollInterval(),
                "it is what pollInterval grows to");
        if (options.getMaxPollInterval().compareTo(Duration.ofMinutes(1)) > 0) {
            problems.reject(
                    "maxPollInterval",
                    OptionProblems.shown(options.getMaxPollInterval()),
                    "must be at most 1m;" + " a place in a shard that is not read on expires");
        }
        problems.positive("backoffTime", options.getBackoffTime());
        problems.atLeast("numRetries", options.getNumRetries(), 0, "0 reports the first failure");
    }

    private void checkBuffers() {
        problems.atLeast("receiveQueueSize", options.getReceiveQueueSize(), 1, "it counts records");
        long records = Math.min(10_000, Math.max(1, options.getMaxResultsPerRequest()));
        problems.atLeast(
                "receiveBufferBytes",
                options.getReceiveBufferBytes(),
                ANSWER_BYTES + records * RECORD_OVERHEAD_BYTES,
                "one answer of Kinesis must fit in, which is 10 MiB and 768 bytes for each of maxResultsPerRequest");
    }
}
