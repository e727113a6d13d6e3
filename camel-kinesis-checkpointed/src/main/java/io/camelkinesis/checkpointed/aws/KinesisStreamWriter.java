// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import io.camelkinesis.engine.produce.PutRecord;
import io.camelkinesis.engine.produce.PutResult;
import io.camelkinesis.engine.produce.RecordResult;
import io.camelkinesis.engine.produce.StreamWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/**
 * Writes to streams by PutRecords. A request is sent once: the engine tries again, record by record and in order. Causes of
 * failures are {@link PutRequestException}s.
 */
public final class KinesisStreamWriter implements StreamWriter {

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(60);

    /** Codes of a record that another request does not change. The service documents none of them; emulators have them. */
    private static final Set<String> REFUSALS = Set.of(
            "InvalidArgumentException", "ValidationException", "AccessDeniedException", "KMSAccessDeniedException");

    private final StreamClients clients;
    private final Executor executor;

    /**
     * @param clients stay the caller's
     * @param executor runs the calls and completes the stages, one task for each request; bounded by its owner
     */
    public KinesisStreamWriter(StreamClients clients, Executor executor) {
        this.clients = clients;
        this.executor = executor;
    }

    @Override
    public CompletionStage<PutResult> put(String stream, List<PutRecord> records) {
        try {
            return CompletableFuture.supplyAsync(() -> send(stream, records), executor);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedStage(new PutResult.NotApplied(e));
        }
    }

    private PutResult send(String stream, List<PutRecord> records) {
        KinesisClient client;
        try {
            client = clients.of(stream);
        } catch (RuntimeException e) {
            return PutFailures.withoutClient(e);
        }
        Departure departure = new Departure();
        try {
            PutRecordsRequest request = request(stream, records, departure);
            return new PutResult.Answered(results(client.putRecords(request).records()));
        } catch (RuntimeException e) {
            return PutFailures.of(e, departure);
        }
    }

    private PutRecordsRequest request(String stream, List<PutRecord> records, Departure departure) {
        StreamName name = StreamName.of(stream);
        List<PutRecordsRequestEntry> entries = new ArrayList<>(records.size());
        for (PutRecord record : records) {
            entries.add(PutRecordsRequestEntry.builder()
                    .partitionKey(record.partitionKey())
                    .explicitHashKey(record.explicitHashKey())
                    .data(SdkBytes.fromByteArrayUnsafe(record.data()))
                    .build());
        }
        return PutRecordsRequest.builder()
                .streamName(name.name())
                .streamARN(name.arn())
                .records(entries)
                .overrideConfiguration(
                        clients.sentOnce(departure).apiCallTimeout(CALL_TIMEOUT).build())
                .build();
    }

    private static List<RecordResult> results(List<PutRecordsResultEntry> entries) {
        List<RecordResult> results = new ArrayList<>(entries.size());
        for (PutRecordsResultEntry entry : entries) {
            results.add(result(entry));
        }
        return results;
    }

    private static RecordResult result(PutRecordsResultEntry entry) {
        String code = entry.errorCode();
        if (code == null || code.isEmpty()) {
            return new RecordResult.Accepted(entry.shardId(), entry.sequenceNumber());
        }
        return REFUSALS.contains(code)
                ? new RecordResult.Refused(code)
                : new RecordResult.Rejected(code, String.valueOf(entry.errorMessage()));
    }
}
