// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelkinesis.test.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Threads cannot be started for a moment, as when a container has as many as it may, then they can again. */
class RetryingExecutorTest {

    private final VirtualTime time = new VirtualTime();
    private final List<Runnable> queued = new ArrayList<>();
    private boolean noThreads;
    /** As a pool does that queues and then wants a thread for what it has queued. */
    private boolean queuesFirst;

    private final Executor pool = task -> {
        if (queuesFirst || !noThreads) {
            queued.add(task);
        }
        if (noThreads) {
            throw new OutOfMemoryError("unable to create native thread");
        }
    };

    private final RetryingExecutor executor = new RetryingExecutor(pool, time);

    private void work() {
        while (!queued.isEmpty()) {
            queued.remove(0).run();
        }
    }

    @Test
    void deliveriesEnterTheRouteWhenThreadsCanBeStartedAgainAndNoOtherDeliveryCame() {
        RouteSink sink = new RouteSink(null, executor, 4);
        List<HandDelivery> deliveries = new ArrayList<>();
        noThreads = true;
        for (int i = 0; i < 10; i++) {
            HandDelivery delivery = HandDelivery.fenced();
            deliveries.add(delivery);
            sink.deliver(delivery);
        }
        time.advance(Duration.ofMinutes(1));
        work();
        assertThat(deliveries).extracting(HandDelivery::starts).containsOnly(0);
        noThreads = false;
        time.advance(Duration.ofMinutes(1));
        work();
        assertThat(deliveries).extracting(HandDelivery::starts).containsOnly(1);
        assertThat(sink.pending()).isZero();
    }

    @Test
    void aSinkWhosePoolThrewByItselfTakesItsRunnersBack() {
        RouteSink sink = new RouteSink(null, pool, 2);
        HandDelivery first = HandDelivery.fenced();
        noThreads = true;
        sink.deliver(first);
        sink.deliver(HandDelivery.fenced());
        noThreads = false;
        sink.deliver(HandDelivery.fenced());
        work();
        assertThat(first.starts()).isOne();
        assertThat(sink.pending()).isZero();
    }

    @Test
    void aTaskRunsOnceAlsoWhenThePoolHadQueuedItBeforeItThrew() {
        List<String> runs = new ArrayList<>();
        noThreads = true;
        queuesFirst = true;
        executor.execute(() -> runs.add("a"));
        noThreads = false;
        time.advance(Duration.ofMinutes(1));
        work();
        assertThat(runs).containsExactly("a");
    }

    @Test
    void aPoolThatIsShutDownIsNotAskedAgain() {
        Executor closed = task -> {
            throw new RejectedExecutionException();
        };
        assertThatThrownBy(() -> new RetryingExecutor(closed, time).execute(() -> {}))
                .isInstanceOf(RejectedExecutionException.class);
        assertThat(time.pending()).isZero();
    }
}
