// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Positions as JSON, as {@code export} writes and {@code import} reads them.
 *
 * @param format always {@link #FORMAT}
 * @param version always {@link #VERSION}
 * @param exportedAt when, for people
 */
record LeaseDocument(String format, int version, String exportedAt, List<StreamPositions> streams) {

    static final String FORMAT = "kinesis-cp-positions";
    static final int VERSION = 1;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build();

    /**
     * One stream of one group.
     *
     * @param stream name or ARN, as the rows spell it
     * @param group empty without one
     * @param start where the group began, null when it has not begun
     */
    record StreamPositions(String stream, String group, @Nullable Start start, List<ShardPosition> shards) {}

    /**
     * Where a group began.
     *
     * @param position {@code TRIM_HORIZON}, or {@code AT_TIMESTAMP} and a time
     * @param startedAt when, by the clock of the service
     */
    record Start(String position, String startedAt) {}

    /**
     * One shard.
     *
     * @param shard its id
     * @param sequenceNumber checkpoint, null when there is none
     * @param subSequenceNumber user record of the aggregate that the checkpoint lies in, null when in none
     * @param startPosition where it starts without a checkpoint, as {@link Start#position}; null when it does not say
     * @param ended whether it has been consumed to its end
     * @param epoch the lease's epoch: the one of the imported row will be higher
     */
    record ShardPosition(
            String shard,
            @Nullable String sequenceNumber,
            @Nullable Long subSequenceNumber,
            @Nullable String startPosition,
            @Nullable List<String> parents,
            boolean ended,
            long epoch) {}

    /** JSON of a value, indented. */
    static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("This cannot be written as JSON: " + e.getMessage(), e);
        }
    }

    /**
     * Reads a document.
     *
     * @param where for messages
     * @throws ToolException if it is none
     */
    static LeaseDocument parse(String json, String where) {
        LeaseDocument document;
        try {
            document = JSON.readValue(json, LeaseDocument.class);
        } catch (JsonProcessingException e) {
            String at =
                    e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr();
            throw ToolException.problem(where + at + ": " + e.getOriginalMessage());
        }
        if (document == null || !FORMAT.equals(document.format) || document.version != VERSION) {
            throw ToolException.problem(where + ": this is no document of format " + FORMAT + ", version " + VERSION
                    + "; write one with the command export");
        }
        if (document.streams == null || document.streams.contains(null)) {
            throw ToolException.problem(where + ": it names no streams");
        }
        return document;
    }
}
