// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.table.LeaseStore;
import io.camelkinesis.test.contract.LeaseStoreContract;
import io.camelkinesis.test.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

class InMemoryLeaseStoreTest extends LeaseStoreContract {

    private static final Duration LATENCY = Duration.ofMillis(4);

    private final VirtualTime time = new VirtualTime();
    private final InMemoryLeaseTable table = new InMemoryLeaseTable(time, Duration.ofSeconds(15));

    @Override
    protected LeaseStore store() {
        return new InMemoryLeaseStore(table, time, LATENCY, LeaseFault.Plan.NO_FAULTS);
    }

    @Override
    protected void edit(Lease row) {
        table.put(row);
    }

    @Override
    protected void delete(Lease row) {
        table.delete(row.shard());
    }

    @Override
    protected <T> T answerOf(CompletionStage<T> answer) throws Exception {
        CompletableFuture<T> future = answer.toCompletableFuture();
        assertThat(time.runUntil(future::isDone, LATENCY)).isTrue();
        return future.get();
    }

    @Override
    protected Instant now() {
        return time.now();
    }
}
