// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.quickstart;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** The stream and the lease table of this run. Their names are new each time; closing removes both. */
final class Resources implements AutoCloseable {

    static final int SHARDS = 4;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    private static final int MOST_LOOKS = 600;

    private final Services services;
    private final String stream;
    private boolean closed;

    private Resources(Services services, String stream) {
        this.services = services;
        this.stream = stream;
    }

    /**
     * Creates the stream; the table is created by the component.
     *
     * @throws BadInputException if that is refused
     */
    static Resources create(Services services) {
        String stream = "quickstart-" + UUID.randomUUID().toString().substring(0, 8);
        Resources resources = new Resources(services, stream);
        try {
            services.kinesis()
                    .createStream(request -> request.streamName(stream).shardCount(SHARDS));
            for (int looks = 0; !resources.isActive(); looks++) {
                if (looks == MOST_LOOKS) {
                    throw new BadInputException("The stream " + stream + " did not become active within "
                            + BETWEEN_LOOKS.multipliedBy(MOST_LOOKS).toSeconds() + " s");
                }
                LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            }
            return resources;
        } catch (SdkException e) {
            resources.close();
            throw new BadInputException("The stream " + stream + " cannot be created: " + Failures.inOneLine(e), e);
        }
    }

    private boolean isActive() {
        return services.kinesis()
                        .describeStreamSummary(request -> request.streamName(stream))
                        .streamDescriptionSummary()
                        .streamStatus()
                == StreamStatus.ACTIVE;
    }

    String stream() {
        return stream;
    }

    String leaseTable() {
        return stream + "-leases";
    }

    /** The stored checkpoint of each shard that has one. */
    Map<String, BigInteger> checkpoints() {
        QueryRequest query = QueryRequest.builder()
                .tableName(leaseTable())
                .consistentRead(true)
                .keyConditionExpression("StreamID = :stream")
                .expressionAttributeValues(Map.of(":stream", AttributeValue.fromS(stream)))
                .build();
        Map<String, BigInteger> checkpoints = new TreeMap<>();
        services.dynamoDb().queryPaginator(query).items().forEach(row -> {
            AttributeValue sequence = row.get("SequenceNumber");
            if (sequence != null) {
                checkpoints.put(row.get("ShardID").s(), new BigInteger(sequence.s()));
            }
        });
        return checkpoints;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        remove("stream " + stream, () -> services.kinesis().deleteStream(request -> request.streamName(stream)));
        remove("table " + leaseTable(), () -> services.dynamoDb()
                .deleteTable(request -> request.tableName(leaseTable())));
    }

    private static void remove(String what, Runnable removal) {
        try {
            removal.run();
        } catch (ResourceNotFoundException
                | software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException e) {
            return;
        } catch (SdkException e) {
            System.err.println("The " + what + " is left behind, remove it yourself: " + Failures.inOneLine(e));
        }
    }
}
