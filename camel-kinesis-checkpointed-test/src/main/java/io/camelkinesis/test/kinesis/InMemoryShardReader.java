// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

import io.camelkinesis.engine.consume.Cursor;
import io.camelkinesis.engine.consume.Fetch;
import io.camelkinesis.engine.consume.ShardReader;
import io.camelkinesis.engine.consume.UnusableAnswerException;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamRecord;
import io.camelkinesis.engine.runtime.TaskScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/**
 * The engine's port to the records of the model. An answer is given as a task of the scheduler, after the latency; the
 * read happens then. Records are as they were put: aggregates are not taken apart, which {@link
 * io.camelkinesis.engine.consume.DeaggregatingReader} does, and behind a user record of one comes the whole aggregate
 * again.
 */
public final class InMemoryShardReader implements ShardReader {

    private final Gate gate;
    private final Streams streams;
    private final ShardIterators iterators;
    private final RecordReader reader;
    private final TaskScheduler scheduler;
    private final Duration latency;

    InMemoryShardReader(
            Gate gate,
            Streams streams,
            ShardIterators iterators,
            RecordReader reader,
            TaskScheduler scheduler,
            Duration latency) {
        this.gate = gate;
        this.streams = streams;
        this.iterators = iterators;
        this.reader = reader;
        this.scheduler = scheduler;
        this.latency = latency;
    }

    /** A shard iterator. */
    private record Iterator(String token) implements Cursor {}

    @Override
    public CompletionStage<Fetch> fetch(ShardId shard, Position from, @Nullable Cursor cursor, int limit) {
        CompletableFuture<Fetch> answer = new CompletableFuture<>();
        Runnable call = () -> answer.complete(read(shard, from, cursor, limit));
        if (latency.isZero()) {
            scheduler.execute(call);
        } else {
            scheduler.schedule(call, latency);
        }
        return answer;
    }

    private Fetch read(ShardId shard, Position from, @Nullable Cursor cursor, int limit) {
        try {
            String token = cursor == null ? iterator(shard, from) : ((Iterator) cursor).token();
            int checked = Check.range("limit", limit, limit, 1, Limits.RECORDS_PER_READ);
            return gate.call(Operation.GET_RECORDS, 0, fault -> answer(reader.read(token, checked, fault), fault));
        } catch (ExpiredIteratorException e) {
            return new Fetch.Expired();
        } catch (ProvisionedThroughputExceededException | LimitExceededException e) {
            return new Fetch.Throttled(e);
        } catch (ResourceNotFoundException e) {
            return new Fetch.Gone(e);
        } catch (RuntimeException e) {
            return new Fetch.Failed(e);
        }
    }

    /** As the component's reader takes such answers. */
    private static Fetch answer(RecordReader.Read read, Fault fault) {
        if (fault instanceof Fault.EmptyAnswer) {
            return new Fetch.Failed(new UnusableAnswerException("The answer has no field (injected fault)"));
        }
        Cursor next = read.next() == null ? null : new Iterator(read.next());
        return new Fetch.Records(recordsOf(read), read.millisBehind(), next, read.ended(), null);
    }

    private String iterator(ShardId shard, Position from) {
        return gate.call(Operation.GET_SHARD_ITERATOR, () -> {
            StreamModel stream = streams.findAny(shard.stream().stream());
            return iterators.issue(stream, shard.name(), startOf(from));
        });
    }

    private static ShardIterators.Start startOf(Position from) {
        if (from instanceof Position.TrimHorizon) {
            return new ShardIterators.Start(ShardIteratorType.TRIM_HORIZON, null, null);
        }
        if (from instanceof Position.Latest) {
            return new ShardIterators.Start(ShardIteratorType.LATEST, null, null);
        }
        if (from instanceof Position.AtTimestamp at) {
            return new ShardIterators.Start(ShardIteratorType.AT_TIMESTAMP, null, at.time());
        }
        SequenceNumber sequence = ((Position.After) from).sequence();
        ShardIteratorType type =
                sequence.isPartial() ? ShardIteratorType.AT_SEQUENCE_NUMBER : ShardIteratorType.AFTER_SEQUENCE_NUMBER;
        return new ShardIterators.Start(type, sequence.digits(), null);
    }

    private static List<StreamRecord> recordsOf(RecordReader.Read read) {
        List<StreamRecord> records = new ArrayList<>(read.entries().size());
        for (int i = 0; i < read.entries().size(); i++) {
            Entry entry = read.entries().get(i);
            records.add(new StreamRecord(
                    SequenceNumber.of(read.sequence(i)),
                    entry.key(),
                    entry.data().clone(),
                    Instant.ofEpochMilli(entry.arrivalMillis()),
                    "NONE"));
        }
        return records;
    }
}
