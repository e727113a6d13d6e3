// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.quickstart;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/** Puts records with the plain AWS SDK, as some other application would. */
final class Publisher {

    private static final int MOST_RECORDS_PER_REQUEST = 500;
    private static final int MOST_BYTES_PER_REQUEST = 5 << 20;
    private static final int MOST_TRIES = 100;
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);

    private final KinesisClient kinesis;
    private final String stream;
    private final Consumer<Place> placed;

    /** @param placed told where each record went */
    Publisher(KinesisClient kinesis, String stream, Consumer<Place> placed) {
        this.kinesis = kinesis;
        this.stream = stream;
        this.placed = placed;
    }

    void put(List<Line> lines) {
        List<Line> request = new ArrayList<>();
        long bytes = 0;
        for (Line line : lines) {
            if (request.size() == MOST_RECORDS_PER_REQUEST || bytes + line.bytes() > MOST_BYTES_PER_REQUEST) {
                putAll(request);
                request.clear();
                bytes = 0;
            }
            request.add(line);
            bytes += line.bytes();
        }
        if (!request.isEmpty()) {
            putAll(request);
        }
    }

    private void putAll(List<Line> lines) {
        List<Line> left = putOnce(lines);
        for (int tries = 1; !left.isEmpty(); tries++) {
            if (tries == MOST_TRIES) {
                throw new IllegalStateException(
                        "Kinesis has rejected " + left.size() + " records " + MOST_TRIES + " times");
            }
            LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
            left = putOnce(left);
        }
    }

    /** Returns those that Kinesis rejected, because a shard was throttled for example. */
    private List<Line> putOnce(List<Line> lines) {
        List<PutRecordsRequestEntry> entries =
                lines.stream().map(Publisher::entry).toList();
        List<PutRecordsResultEntry> results = kinesis.putRecords(
                        request -> request.streamName(stream).records(entries))
                .records();
        List<Line> rejected = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            PutRecordsResultEntry result = results.get(i);
            if (result.errorCode() != null) {
                rejected.add(lines.get(i));
            } else {
                placed.accept(Place.of(result.shardId(), result.sequenceNumber()));
            }
        }
        return rejected;
    }

    private static PutRecordsRequestEntry entry(Line line) {
        return PutRecordsRequestEntry.builder()
                .partitionKey(line.key())
                .data(SdkBytes.fromByteArrayUnsafe(line.data()))
                .build();
    }
}
