// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.engine.consume.ConsumeSettings;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.StreamSelection;
import io.camelkinesis.engine.worker.WorkerSettings;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.regex.Pattern;

/** Says in the engine's words what the options of an endpoint say in Camel's. The options have been checked. */
final class EngineSettings {

    private static final Pattern EPOCH_MILLIS = Pattern.compile("[0-9]+");

    private EngineSettings() {}

    static WorkerSettings of(
            KinesisCheckpointedConfiguration options, List<StreamSelection> streams, WorkerIdentity identity) {
        return new WorkerSettings(
                identity.clientId(),
                identity.host(),
                streams,
                startPosition(options),
                options.getLeasePeriod(),
                options.getRebalancePeriod(),
                options.getDrainTimeout(),
                consume(options));
    }

    private static ConsumeSettings consume(KinesisCheckpointedConfiguration options) {
        return new ConsumeSettings(
                options.getCheckpointLimit(),
                options.getOrdering(),
                options.getCommitPeriod(),
                options.getMaxResultsPerRequest(),
                options.getReceiveQueueSize(),
                options.getReceiveBufferBytes(),
                options.getPollInterval(),
                options.getMaxPollInterval(),
                options.getBackoffTime(),
                options.getNumRetries(),
                options.failurePolicy(),
                options.batchSettings(),
                options.isAllowManualCommit());
    }

    private static Position startPosition(KinesisCheckpointedConfiguration options) {
        return switch (options.getStartPosition()) {
            case TRIM_HORIZON -> Position.TRIM_HORIZON;
            case LATEST -> Position.LATEST;
            case AT_TIMESTAMP -> new Position.AtTimestamp(timestamp(options.getStartTimestamp()));
        };
    }

    /**
     * Reads a time.
     *
     * @param text ISO-8601 with a zone, or milliseconds since 1970-01-01T00:00:00Z
     * @throws java.time.DateTimeException if it is neither
     * @throws NumberFormatException if it is a number beyond all times
     */
    static Instant timestamp(String text) {
        // a URI makes a blank of the + before an offset
        String trimmed = text.strip().replace(' ', '+');
        return EPOCH_MILLIS.matcher(trimmed).matches()
                ? Instant.ofEpochMilli(Long.parseLong(trimmed))
                : OffsetDateTime.parse(trimmed).toInstant();
    }
}
