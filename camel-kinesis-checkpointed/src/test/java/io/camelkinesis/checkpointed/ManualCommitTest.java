// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A commit counts when the exchange has completed and the route has asked for it, in either order, once. */
class ManualCommitTest {

    private final HandDelivery delivery = HandDelivery.of("tea");
    private final ManualCommit commit = new ManualCommit(delivery);

    @Test
    void withoutACommitItIsProcessedOnly() {
        commit.completed();
        assertThat(delivery.isProcessed()).isTrue();
        assertThat(delivery.isEnded()).isFalse();
    }

    @Test
    void aCommitAfterTheEndOfTheExchangeCompletes() {
        commit.completed();
        assertThat(commit.commit()).isTrue();
        assertThat(delivery.isCompleted()).isTrue();
        assertThat(commit.commit()).as("again").isTrue();
        assertThat(delivery.isCompleted()).isTrue();
    }

    @Test
    void aCommitWithinTheExchangeCompletesAtItsEnd() {
        assertThat(commit.commit()).isTrue();
        assertThat(commit.commit()).as("again").isTrue();
        assertThat(delivery.isEnded()).isFalse();
        commit.completed();
        assertThat(delivery.isProcessed()).isFalse();
        assertThat(delivery.isCompleted()).isTrue();
        assertThat(commit.commit()).as("at last").isTrue();
        assertThat(delivery.isCompleted()).isTrue();
    }

    @Test
    void anExchangeThatFailsIsNotCommitted() {
        assertThat(commit.commit()).isTrue();
        commit.failed(new IllegalStateException("no"));
        assertThat(delivery.isFailed()).isTrue();
        assertThat(commit.commit()).isFalse();
        assertThat(delivery.isFailed()).isTrue();
    }

    @Test
    void whatAnotherWorkerHasIsNotCommitted() {
        HandDelivery lost = HandDelivery.fenced();
        ManualCommit late = new ManualCommit(lost);
        assertThat(late.commit()).isFalse();
        late.completed();
        assertThat(late.commit()).isFalse();
        assertThat(lost.isEnded()).isFalse();
    }

    @Test
    void manyThreadsCommitOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 500; round++) {
                HandDelivery fresh = HandDelivery.of("tea");
                ManualCommit shared = new ManualCommit(fresh);
                List<Callable<Boolean>> all = Stream.concat(
                                Stream.of((Callable<Boolean>) () -> {
                                    shared.completed();
                                    return true;
                                }),
                                Stream.<Callable<Boolean>>generate(() -> shared::commit)
                                        .limit(7))
                        .toList();
                for (Future<Boolean> answer : threads.invokeAll(all)) {
                    assertThat(answer.get()).isTrue();
                }
                assertThat(fresh.isCompleted()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void itSaysWhatItIs() {
        assertThat(commit).hasToString("KinesisManualCommit[orders/shardId-000000000000 7, RUNNING]");
    }
}
