// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

import io.camelkinesis.engine.produce.PutRecord;
import io.camelkinesis.engine.produce.PutResult;
import io.camelkinesis.engine.produce.RecordResult;
import io.camelkinesis.engine.produce.StreamWriter;
import io.camelkinesis.engine.runtime.TaskScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ValidationException;

/**
 * The engine's port for putting records into the model. The records are stored half of the latency after the call, the answer
 * is given as a task of the scheduler after all of it.
 */
public final class InMemoryStreamWriter implements StreamWriter {

    private static final String ARN_PREFIX = "arn:";

    private final RecordOperations operations;
    private final TaskScheduler scheduler;
    private final Duration halfLatency;

    InMemoryStreamWriter(RecordOperations operations, TaskScheduler scheduler, Duration latency) {
        this.operations = operations;
        this.scheduler = scheduler;
        this.halfLatency = latency.dividedBy(2);
    }

    @Override
    public CompletionStage<PutResult> put(String stream, List<PutRecord> records) {
        CompletableFuture<PutResult> answer = new CompletableFuture<>();
        PutRecordsRequest request = request(stream, records);
        later(() -> {
            PutResult result = apply(request);
            later(() -> answer.complete(result));
        });
        return answer;
    }

    private void later(Runnable task) {
        if (halfLatency.isZero()) {
            scheduler.execute(task);
        } else {
            scheduler.schedule(task, halfLatency);
        }
    }

    private static PutRecordsRequest request(String stream, List<PutRecord> records) {
        List<PutRecordsRequestEntry> entries = new ArrayList<>(records.size());
        for (PutRecord record : records) {
            entries.add(PutRecordsRequestEntry.builder()
                    .partitionKey(record.partitionKey())
                    .explicitHashKey(record.explicitHashKey())
                    .data(SdkBytes.fromByteArray(record.data()))
                    .build());
        }
        boolean isArn = stream.startsWith(ARN_PREFIX);
        return PutRecordsRequest.builder()
                .streamName(isArn ? null : stream)
                .streamARN(isArn ? stream : null)
                .records(entries)
                .build();
    }

    private PutResult apply(PutRecordsRequest request) {
        try {
            List<RecordResult> results = new ArrayList<>();
            for (PutRecordsResultEntry entry : operations.putRecords(request).records()) {
                results.add(
                        entry.errorCode() == null
                                ? new RecordResult.Accepted(entry.shardId(), entry.sequenceNumber())
                                : new RecordResult.Rejected(entry.errorCode(), entry.errorMessage()));
            }
            return new PutResult.Answered(results);
        } catch (ProvisionedThroughputExceededException | LimitExceededException e) {
            return new PutResult.NotApplied(e);
        } catch (ResourceNotFoundException e) {
            return new PutResult.Fatal(e, false);
        } catch (InvalidArgumentException | ValidationException e) {
            return new PutResult.Fatal(e, true);
        } catch (RuntimeException e) {
            return new PutResult.Unknown(e);
        }
    }
}
