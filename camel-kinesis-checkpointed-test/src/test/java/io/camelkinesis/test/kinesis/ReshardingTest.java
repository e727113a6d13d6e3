// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

import static io.camelkinesis.test.kinesis.ModelFixture.SHARD_0;
import static io.camelkinesis.test.kinesis.ModelFixture.SHARD_1;
import static io.camelkinesis.test.kinesis.ModelFixture.STREAM;
import static io.camelkinesis.test.kinesis.ModelFixture.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ScalingType;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

class ReshardingTest {

    private final ModelFixture model = new ModelFixture(2);

    private List<Shard> list() {
        return model.client.listShards(b -> b.streamName(STREAM)).shards();
    }

    private Shard find(String id) {
        return list().stream().filter(s -> s.shardId().equals(id)).findFirst().orElseThrow();
    }

    private void split(String shard, BigInteger at) {
        model.client.splitShard(b -> b.streamName(STREAM).shardToSplit(shard).newStartingHashKey(at.toString()));
    }

    private void scale(int target) {
        model.client.updateShardCount(
                b -> b.streamName(STREAM).targetShardCount(target).scalingType(ScalingType.UNIFORM_SCALING));
    }

    @Test
    void aSplitClosesTheParentAndDividesItsRange() {
        model.kinesis.put(STREAM, "before", "x");
        BigInteger at = new BigInteger("1000");
        split(SHARD_0, at);

        Shard parent = find(SHARD_0);
        Shard low = find("shardId-000000000002");
        Shard high = find("shardId-000000000003");
        assertThat(parent.sequenceNumberRange().endingSequenceNumber()).isNotNull();
        assertThat(low.parentShardId()).isEqualTo(SHARD_0);
        assertThat(low.adjacentParentShardId()).isNull();
        assertThat(low.hashKeyRange().startingHashKey()).isEqualTo("0");
        assertThat(low.hashKeyRange().endingHashKey()).isEqualTo("999");
        assertThat(high.hashKeyRange().startingHashKey()).isEqualTo("1000");
        assertThat(high.hashKeyRange().endingHashKey())
                .isEqualTo(parent.hashKeyRange().endingHashKey());
        assertThat(low.sequenceNumberRange().startingSequenceNumber())
                .isGreaterThan(parent.sequenceNumberRange().endingSequenceNumber());
    }

    @Test
    void aMergeHasTwoParents() {
        String child = model.kinesis.merge(STREAM, SHARD_1, SHARD_0);

        Shard merged = find(child);
        assertThat(List.of(merged.parentShardId(), merged.adjacentParentShardId()))
                .containsExactlyInAnyOrder(SHARD_0, SHARD_1);
        assertThat(merged.hashKeyRange().startingHashKey()).isEqualTo("0");
        assertThat(merged.hashKeyRange().endingHashKey()).isEqualTo(HashRange.LAST.toString());
        assertThat(model.kinesis.openShards(STREAM)).containsExactly(child);
        assertThat(model.kinesis.shardFor(STREAM, "any")).isEqualTo(child);
    }

    @Test
    void theEndOfAClosedShardNamesItsChildren() {
        String shard = model.kinesis.shardFor(STREAM, "k");
        model.kinesis.put(STREAM, "k", "one");
        model.kinesis.put(STREAM, "k", "two");
        String iterator = model.iterator(shard, ShardIteratorType.TRIM_HORIZON);
        List<String> children = model.kinesis.split(STREAM, shard);

        GetRecordsResponse first = model.read(iterator, 1);
        GetRecordsResponse last = model.read(first.nextShardIterator(), 1);

        assertThat(first.childShards()).isEmpty();
        assertThat(texts(last)).containsExactly("two");
        assertThat(last.nextShardIterator()).isNull();
        assertThat(last.childShards()).extracting(ChildShard::shardId).containsExactlyElementsOf(children);
        assertThat(last.childShards()).allMatch(c -> c.parentShards().equals(List.of(shard)));
    }

    @Test
    void aMergedChildIsNamedByBothParents() {
        String first = model.iterator(SHARD_0, ShardIteratorType.LATEST);
        String second = model.iterator(SHARD_1, ShardIteratorType.LATEST);
        String child = model.kinesis.merge(STREAM, SHARD_0, SHARD_1);

        assertThat(model.read(first).childShards())
                .extracting(ChildShard::shardId)
                .containsExactly(child);
        assertThat(model.read(second).childShards().get(0).parentShards()).containsExactly(SHARD_0, SHARD_1);
    }

    @Test
    void recordsOfAKeyRiseAcrossReshards() {
        StoredRecord previous = model.kinesis.put(STREAM, "k", "0");
        for (int i = 0; i < 6; i++) {
            model.kinesis.split(STREAM, model.kinesis.shardFor(STREAM, "k"));
            StoredRecord next = model.kinesis.put(STREAM, "k", "x");
            assertThat(next.sequence()).isGreaterThan(previous.sequence());
            assertThat(next.shard()).isNotEqualTo(previous.shard());
            previous = next;
        }
    }

    @Test
    void scalingKeepsTheKeySpaceWholeAndTheRangesUniform() {
        for (int target : new int[] {3, 5, 10, 7, 4, 2, 1}) {
            scale(target);
            List<Shard> open = list().stream()
                    .filter(s -> s.sequenceNumberRange().endingSequenceNumber() == null)
                    .toList();
            assertThat(open).hasSize(target);
            assertThat(open.stream().map(s -> new BigInteger(s.hashKeyRange().startingHashKey())))
                    .containsExactlyInAnyOrderElementsOf(HashRange.uniform(target).stream()
                            .map(HashRange::start)
                            .toList());
        }
        assertThat(list())
                .allMatch(s ->
                        s.parentShardId() != null || List.of(SHARD_0, SHARD_1).contains(s.shardId()));
    }

    @Test
    void whatCannotBeDoneIsRefused() {
        assertThatThrownBy(() -> scale(5))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("over double");
        assertThatThrownBy(() -> split(SHARD_0, BigInteger.ZERO))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("NewStartingHashKey 0");
        assertThatThrownBy(() -> split("shardId-000000000077", BigInteger.TEN))
                .isInstanceOf(ResourceNotFoundException.class);
        model.kinesis.split(STREAM, SHARD_0);
        assertThatThrownBy(() -> split(SHARD_0, BigInteger.TEN))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("already been merged or split");
        assertThatThrownBy(() -> model.kinesis.merge(STREAM, "shardId-000000000002", SHARD_1))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("not an adjacent pair");
    }

    @Test
    void closedShardsLeaveTheListWithTheirRecords() {
        model.kinesis.split(STREAM, SHARD_0);
        model.time.advance(Duration.ofHours(24));
        assertThat(model.kinesis.shards(STREAM)).contains(SHARD_0);

        model.time.advance(Duration.ofMillis(1));

        assertThat(model.kinesis.shards(STREAM)).doesNotContain(SHARD_0).hasSize(3);
        assertThat(find("shardId-000000000002").parentShardId()).isEqualTo(SHARD_0);
        assertThatThrownBy(() -> model.iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void changesTakeTheirTimeWhenTheyShould() {
        InMemoryKinesis slow = InMemoryKinesis.builder()
                .clock(model.time)
                .changeTime(Duration.ofMillis(500))
                .build();
        slow.client().createStream(b -> b.streamName("slow").shardCount(1));
        assertThat(status(slow)).isEqualTo(StreamStatus.CREATING);
        assertThatThrownBy(() -> slow.put("slow", "k", "x")).isInstanceOf(ResourceNotFoundException.class);

        model.time.advance(Duration.ofMillis(500));
        assertThat(status(slow)).isEqualTo(StreamStatus.ACTIVE);
        slow.client().splitShard(b -> b.streamName("slow").shardToSplit(SHARD_0).newStartingHashKey("10"));
        assertThat(status(slow)).isEqualTo(StreamStatus.UPDATING);
        assertThat(slow.put("slow", "k", "x").shard()).isEqualTo(SHARD_0);
        assertThatThrownBy(() -> slow.client()
                        .splitShard(
                                b -> b.streamName("slow").shardToSplit(SHARD_0).newStartingHashKey("20")))
                .isInstanceOf(ResourceInUseException.class);

        model.time.advance(Duration.ofMillis(500));
        assertThat(slow.openShards("slow")).hasSize(2);
        slow.client().deleteStream(b -> b.streamName("slow"));
        assertThat(status(slow)).isEqualTo(StreamStatus.DELETING);
        model.time.advance(Duration.ofMillis(500));
        assertThatThrownBy(() -> status(slow)).isInstanceOf(ResourceNotFoundException.class);
        assertThat(slow.client().listStreams().streamNames()).isEmpty();
    }

    private static StreamStatus status(InMemoryKinesis kinesis) {
        return kinesis.client()
                .describeStreamSummary(b -> b.streamName("slow"))
                .streamDescriptionSummary()
                .streamStatus();
    }

    @Test
    void theAccountHasAShardLimit() {
        InMemoryKinesis small = InMemoryKinesis.builder().shardLimit(3).build();
        small.createStream("a", 2);
        assertThatThrownBy(
                        () -> small.client().createStream(b -> b.streamName("b").shardCount(2)))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("Current shard count for the account: 2. Limit: 3.");
        small.createStream("b", 1);
        assertThatThrownBy(
                        () -> small.client().createStream(b -> b.streamName("b").shardCount(1)))
                .isInstanceOf(ResourceInUseException.class);
    }
}
