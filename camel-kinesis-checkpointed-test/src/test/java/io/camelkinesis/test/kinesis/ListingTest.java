// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

import static io.camelkinesis.test.kinesis.ModelFixture.STREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelkinesis.engine.model.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.model.ExpiredNextTokenException;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardFilter;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;
import software.amazon.awssdk.services.kinesis.model.ValidationException;

class ListingTest {

    private final ModelFixture model = new ModelFixture(1);

    private List<String> filtered(Consumer<ShardFilter.Builder> filter) {
        return model.client.listShards(b -> b.streamName(STREAM).shardFilter(filter)).shards().stream()
                .map(Shard::shardId)
                .toList();
    }

    @Test
    void aPageHasAtMost1000ShardsAndTheTokenLeadsOn() {
        model.kinesis.createStream("wide", 1_500);
        ListShardsResponse first = model.client.listShards(b -> b.streamName("wide"));
        ListShardsResponse second = model.client.listShards(b -> b.nextToken(first.nextToken()));

        assertThat(first.shards()).hasSize(1_000);
        assertThat(second.shards()).hasSize(500);
        assertThat(second.nextToken()).isNull();
        assertThat(second.shards().get(0).shardId()).isEqualTo("shardId-000000001000");
    }

    @Test
    void smallPagesBringEveryShardOnce() {
        model.kinesis.createStream("wide", 1_500);
        List<String> seen = new ArrayList<>();
        ListShardsResponse page =
                model.client.listShards(b -> b.streamName("wide").maxResults(7));
        while (page.nextToken() != null) {
            page.shards().forEach(s -> seen.add(s.shardId()));
            String token = page.nextToken();
            page = model.client.listShards(b -> b.nextToken(token).maxResults(7));
        }
        page.shards().forEach(s -> seen.add(s.shardId()));
        assertThat(seen).containsExactlyElementsOf(model.kinesis.shards("wide"));
    }

    @Test
    void aFullLastPageHasNoToken() {
        model.kinesis.createStream("even", 10);
        String token =
                model.client.listShards(b -> b.streamName("even").maxResults(5)).nextToken();

        assertThat(model.client
                        .listShards(b -> b.nextToken(token).maxResults(5))
                        .nextToken())
                .isNull();
    }

    @Test
    void aCallWithTokenMustNotNameTheStream() {
        model.kinesis.createStream("wide", 10);
        String token =
                model.client.listShards(b -> b.streamName("wide").maxResults(5)).nextToken();

        assertThatThrownBy(() -> model.client.listShards(b -> b.nextToken(token).streamName("wide")))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("NextToken and StreamName cannot be provided together");
        assertThatThrownBy(
                        () -> model.client.listShards(b -> b.nextToken(token).streamARN(model.kinesis.arnOf("wide"))))
                .isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> model.client.listShards(b -> b.nextToken("nonsense")))
                .isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> model.client.listShards(b -> {})).isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(
                        () -> model.client.listShards(b -> b.streamName("wide").maxResults(0)))
                .isInstanceOf(ValidationException.class);
        model.time.advance(Duration.ofSeconds(301));
        assertThatThrownBy(() -> model.client.listShards(b -> b.nextToken(token)))
                .isInstanceOf(ExpiredNextTokenException.class);
    }

    @Test
    void filters() {
        Instant created = model.time.now();
        model.time.advance(Duration.ofMinutes(1));
        model.kinesis.split(STREAM, "shardId-000000000000");
        model.time.advance(Duration.ofMinutes(1));
        model.kinesis.merge(STREAM, "shardId-000000000001", "shardId-000000000002");
        model.time.advance(Duration.ofMinutes(1));

        assertThat(filtered(f -> f.type(ShardFilterType.AT_LATEST))).containsExactly("shardId-000000000003");
        assertThat(filtered(f -> f.type(ShardFilterType.AT_TRIM_HORIZON))).containsExactly("shardId-000000000000");
        assertThat(filtered(f -> f.type(ShardFilterType.FROM_TRIM_HORIZON))).hasSize(4);
        assertThat(filtered(f -> f.type(ShardFilterType.AFTER_SHARD_ID).shardId("shardId-000000000001")))
                .containsExactly("shardId-000000000002", "shardId-000000000003");
        assertThat(filtered(f -> f.type(ShardFilterType.AT_TIMESTAMP).timestamp(created.plusSeconds(90))))
                .containsExactly("shardId-000000000001", "shardId-000000000002");
        assertThat(filtered(f -> f.type(ShardFilterType.FROM_TIMESTAMP).timestamp(created.plusSeconds(90))))
                .containsExactly("shardId-000000000001", "shardId-000000000002", "shardId-000000000003");
        assertThatThrownBy(() -> filtered(f -> f.type(ShardFilterType.AT_TIMESTAMP)))
                .isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> filtered(f -> f.type(ShardFilterType.AFTER_SHARD_ID)))
                .isInstanceOf(InvalidArgumentException.class);
    }

    @Test
    void aFilterHoldsOnLaterPages() {
        model.kinesis.createStream("wide", 20);
        model.kinesis.split("wide", "shardId-000000000019");
        String token = model.client
                .listShards(
                        b -> b.streamName("wide").maxResults(19).shardFilter(f -> f.type(ShardFilterType.AT_LATEST)))
                .nextToken();

        assertThat(model.client.listShards(b -> b.nextToken(token)).shards())
                .extracting(Shard::shardId)
                .containsExactly("shardId-000000000020", "shardId-000000000021");
    }

    @Test
    void streamsAreFoundByNameAndByArn() {
        String arn = model.kinesis.arnOf(STREAM);
        assertThat(arn).isEqualTo("arn:aws:kinesis:us-east-1:000000000000:stream/orders");
        assertThat(model.client
                        .describeStreamSummary(b -> b.streamARN(arn))
                        .streamDescriptionSummary()
                        .streamName())
                .isEqualTo(STREAM);
        assertThat(model.client.listShards(b -> b.streamARN(arn)).shards()).hasSize(1);
        assertThatThrownBy(() -> model.client.describeStreamSummary(
                        b -> b.streamARN("arn:aws:kinesis:us-east-1:999999999999:stream/orders")))
                .isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> model.client.describeStreamSummary(b -> b.streamName("absent")))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("Stream absent under account 000000000000 not found.");
        assertThatThrownBy(() ->
                        model.client.createStream(b -> b.streamName("no spaces").shardCount(1)))
                .isInstanceOf(ValidationException.class);
    }

    @Test
    void otherPartitionsHaveTheirArns() {
        assertThat(InMemoryKinesis.builder().region("cn-north-1").build().arnOf("s"))
                .startsWith("arn:aws-cn:kinesis:");
        assertThat(InMemoryKinesis.builder().region("us-gov-west-1").build().arnOf("s"))
                .startsWith("arn:aws-us-gov:kinesis:");
    }

    @Test
    void streamsAreListedInPages() {
        for (int i = 0; i < 5; i++) {
            model.kinesis.createStream("s" + i, 1);
        }
        assertThat(model.client.listStreamsPaginator(b -> b.limit(2)).streamNames().stream())
                .containsExactly("orders", "s0", "s1", "s2", "s3", "s4");
    }

    @Test
    void describeStreamPages() {
        model.kinesis.createStream("wide", 150);
        var first = model.client.describeStream(b -> b.streamName("wide")).streamDescription();
        var second = model.client
                .describeStream(b -> b.streamName("wide").exclusiveStartShardId("shardId-000000000099"))
                .streamDescription();

        assertThat(first.shards()).hasSize(100);
        assertThat(first.hasMoreShards()).isTrue();
        assertThat(second.shards()).hasSize(50);
        assertThat(second.hasMoreShards()).isFalse();
    }

    @Test
    void summariesAreLimitedPerSecond() {
        model.kinesis.throttling(true);
        for (int i = 0; i < 20; i++) {
            model.client.describeStreamSummary(b -> b.streamName(STREAM));
        }
        assertThatThrownBy(() -> model.client.describeStreamSummary(b -> b.streamName(STREAM)))
                .isInstanceOf(LimitExceededException.class);
    }

    @Test
    void theEnginesListerBringsAllPagesAndLineage() {
        model.kinesis.createStream("wide", 1_500);
        List<String> children = model.kinesis.split("wide", "shardId-000000000007");
        InMemoryShardLister lister = model.kinesis.shardLister(model.time, Duration.ofMillis(20));
        StreamId id = new StreamId("wide", "billing");

        var answer = lister.list(id).toCompletableFuture();
        assertThat(answer).isNotDone();
        model.time.advance(Duration.ofMillis(20));

        assertThat(answer.join()).hasSize(1_502);
        assertThat(answer.join().get(7).closed()).isTrue();
        assertThat(answer.join().get(1_500).id()).isEqualTo(id.shard(children.get(0)));
        assertThat(answer.join().get(1_500).parents()).containsExactly("shardId-000000000007");

        var absent = lister.list(StreamId.of("absent")).toCompletableFuture();
        model.time.advance(Duration.ofMillis(20));
        assertThatThrownBy(absent::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(ResourceNotFoundException.class);
    }
}
