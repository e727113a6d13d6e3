// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

import static io.camelkinesis.test.kinesis.ModelFixture.SHARD_0;
import static io.camelkinesis.test.kinesis.ModelFixture.STREAM;
import static io.camelkinesis.test.kinesis.ModelFixture.entries;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.InternalFailureException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

class FaultsTest {

    private final ModelFixture model = new ModelFixture(1);

    @Test
    void aLostRequestStoresNothing() {
        model.kinesis.failNext(Operation.PUT_RECORDS, Fault.REQUEST_LOST);
        assertThatThrownBy(() -> model.put(entries(3, 1))).isInstanceOf(SdkClientException.class);
        assertThat(model.kinesis.records(STREAM)).isEmpty();
        assertThat(model.put(entries(3, 1)).failedRecordCount()).isZero();
    }

    @Test
    void aLostReplyHasStoredEverything() {
        model.kinesis.failNext(Operation.PUT_RECORDS, Fault.REPLY_LOST);
        assertThatThrownBy(() -> model.put(entries(3, 1))).isInstanceOf(SdkClientException.class);
        assertThat(model.kinesis.records(STREAM)).hasSize(3);
    }

    @Test
    void faultsComeInTheOrderInWhichTheyWereAskedFor() {
        model.kinesis.failNext(
                Operation.PUT_RECORDS, Fault.INTERNAL_FAILURE, Fault.NONE, Fault.THROTTLED, Fault.rejecting(0, 2, 9));

        assertThatThrownBy(() -> model.put(entries(3, 1))).isInstanceOf(InternalFailureException.class);
        assertThat(model.put(entries(3, 1)).failedRecordCount()).isZero();
        assertThatThrownBy(() -> model.put(entries(3, 1))).isInstanceOf(ProvisionedThroughputExceededException.class);
        PutRecordsResponse partial = model.put(entries(3, 1));
        assertThat(partial.failedRecordCount()).isEqualTo(2);
        assertThat(partial.records())
                .extracting(PutRecordsResultEntry::errorCode)
                .containsExactly(
                        "ProvisionedThroughputExceededException", null, "ProvisionedThroughputExceededException");
        assertThat(model.kinesis.records(STREAM)).hasSize(4);
    }

    @Test
    void readsExpireAndComeBackEmpty() {
        model.kinesis.put(STREAM, "k", "x");
        model.kinesis.split(STREAM, SHARD_0);
        String iterator = model.iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON);
        model.kinesis.failNext(Operation.GET_RECORDS, Fault.ITERATOR_EXPIRED, Fault.EMPTY_READ);

        assertThatThrownBy(() -> model.read(iterator)).isInstanceOf(ExpiredIteratorException.class);
        GetRecordsResponse empty = model.read(iterator);
        assertThat(empty.records()).isEmpty();
        assertThat(empty.millisBehindLatest()).isPositive();
        assertThat(model.read(empty.nextShardIterator()).records()).hasSize(1);
    }

    @Test
    void theControlPlaneIsThrottledByAnotherName() {
        model.kinesis.failNext(Operation.LIST_SHARDS, Fault.THROTTLED);
        assertThatThrownBy(() -> model.client.listShards(b -> b.streamName(STREAM)))
                .isInstanceOf(LimitExceededException.class);
    }

    @Test
    void aFaultThatCannotHappenIsRefusedAtOnce() {
        assertThatThrownBy(() -> model.kinesis.failNext(Operation.PUT_RECORDS, Fault.EMPTY_READ))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PUT_RECORDS");
        assertThatThrownBy(() ->
                        FaultPlan.seeded(1).requestLost(0.6).replyLost(0.5).build())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FaultPlan.seeded(1).requestLost(-0.1)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 42, -7})
    void aSeedRepeatsExactly(long seed) {
        List<String> first = outcomes(FaultPlan.everything(seed, 0.05));
        assertThat(outcomes(FaultPlan.everything(seed, 0.05))).isEqualTo(first);
        assertThat(outcomes(FaultPlan.everything(seed + 1, 0.05))).isNotEqualTo(first);
    }

    private static List<String> outcomes(FaultPlan plan) {
        List<String> outcomes = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            outcomes.add(plan.next(Operation.PUT_RECORDS, 3).toString());
            outcomes.add(plan.next(Operation.GET_RECORDS, 0).toString());
        }
        return outcomes;
    }

    @Test
    void everyKindOfFaultHappensAboutAsOftenAsAsked() {
        FaultPlan plan = FaultPlan.everything(11, 0.05);
        List<Fault> reads = new ArrayList<>();
        List<Fault> puts = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            reads.add(plan.next(Operation.GET_RECORDS, 0));
            puts.add(plan.next(Operation.PUT_RECORDS, 1));
        }
        for (Fault fault : List.of(Fault.REQUEST_LOST, Fault.REPLY_LOST, Fault.THROTTLED, Fault.INTERNAL_FAILURE)) {
            assertThat(reads.stream().filter(fault::equals).count()).isBetween(400L, 600L);
            assertThat(puts.stream().filter(fault::equals).count()).isBetween(400L, 600L);
        }
        assertThat(reads.stream().filter(Fault.EMPTY_READ::equals).count()).isBetween(400L, 600L);
        assertThat(reads.stream().filter(Fault.ITERATOR_EXPIRED::equals).count())
                .isBetween(400L, 600L);
        assertThat(puts).doesNotContain(Fault.EMPTY_READ, Fault.ITERATOR_EXPIRED);
        assertThat(puts.stream().filter(Fault.RecordsRejected.class::isInstance).count())
                .isBetween(300L, 500L);
    }

    @Test
    void aPlanMayComeToAnEndAndKeepsToItsOperations() {
        model.kinesis.faults(FaultPlan.seeded(3)
                .requestLost(1)
                .only(Operation.GET_SHARD_ITERATOR)
                .atMost(2)
                .build());
        model.put(entries(1, 1));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> model.iterator(SHARD_0, ShardIteratorType.LATEST))
                    .isInstanceOf(SdkClientException.class);
        }
        assertThat(model.iterator(SHARD_0, ShardIteratorType.LATEST)).isNotEmpty();
    }

    @Test
    void whatATestDoesByHandDoesNotFail() {
        model.kinesis.faults(FaultPlan.seeded(3).requestLost(1).build());
        model.kinesis.put(STREAM, "k", "x");
        assertThat(model.kinesis.records(STREAM)).hasSize(1);
        assertThat(model.kinesis.calls(Operation.PUT_RECORD)).isZero();
    }

    @Test
    void theAsyncClientFailsWithTheExceptionItself() {
        KinesisAsyncClient now = model.kinesis.asyncClientOnCallerThread();
        var failed = now.describeStreamSummary(b -> b.streamName("absent"));
        assertThat(failed).isDone();
        assertThat(failed.handle((r, e) -> e).join()).isInstanceOf(ResourceNotFoundException.class);

        try (KinesisAsyncClient threaded = model.kinesis.asyncClient()) {
            assertThat(threaded.putRecords(b -> b.streamName(STREAM).records(entries(2, 1)))
                            .join()
                            .records())
                    .hasSize(2);
            assertThatThrownBy(
                            () -> threaded.getRecords(b -> b.shardIterator("x")).join())
                    .isInstanceOf(CompletionException.class);
        }
    }

    @Test
    void payloadsAreNotPrinted() {
        StoredRecord stored = model.kinesis.put(STREAM, "k", "secret");
        assertThat(stored.toString()).doesNotContain("secret");
    }
}
