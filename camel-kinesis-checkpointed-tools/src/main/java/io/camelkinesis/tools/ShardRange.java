// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.tools;

import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.StreamId;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;

/**
 * The sequence numbers that a shard may hold.
 *
 * @param first the lowest
 * @param last the highest, null while the shard is open
 */
record ShardRange(SequenceNumber first, @Nullable SequenceNumber last) {

    private static final int MOST_PAGES = 1_000;

    /**
     * Asks Kinesis.
     *
     * @throws ToolException if the shard is not listed
     */
    static ShardRange of(KinesisClient kinesis, StreamId stream, String shard) {
        boolean arn = StreamOptions.isArn(stream.stream());
        ListShardsRequest request = ListShardsRequest.builder()
                .streamName(arn ? null : stream.stream())
                .streamARN(arn ? stream.stream() : null)
                .build();
        for (int page = 0; page < MOST_PAGES; page++) {
            ListShardsResponse response = kinesis.listShards(request);
            for (Shard listed : response.shards()) {
                if (listed.shardId().equals(shard)) {
                    return of(listed);
                }
            }
            if (response.nextToken() == null) {
                throw ToolException.problem(stream + " has no shard " + shard);
            }
            request =
                    ListShardsRequest.builder().nextToken(response.nextToken()).build();
        }
        throw ToolException.problem(stream + " lists more than " + MOST_PAGES + " pages of shards");
    }

    private static ShardRange of(Shard listed) {
        String last = listed.sequenceNumberRange().endingSequenceNumber();
        return new ShardRange(
                SequenceNumber.of(listed.sequenceNumberRange().startingSequenceNumber()),
                last == null ? null : SequenceNumber.of(last));
    }

    boolean contains(SequenceNumber number) {
        return number.whole().compareTo(first) >= 0 && (last == null || number.compareTo(last) <= 0);
    }

    @Override
    public String toString() {
        return first + " to " + (last == null ? "the present, it is open" : last);
    }
}
