// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.component.seda.SedaEndpoint;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of the stored checkpoint, and of the record, in each route: from Kinesis to the lease table. */
class EipCommitTest {

    static Stream<EipCase> cases() {
        return EipCases.all();
    }

    /** Both at once, for each waits for Camel most of its time. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void commitsAsDocumented(EipCase eip) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<?> plain = threads.submit(() -> commitsAsDocumented(eip, false));
            Future<?> pooled = threads.submit(() -> commitsAsDocumented(eip, true));
            plain.get();
            pooled.get();
        } finally {
            threads.shutdownNow();
        }
    }

    private static Void commitsAsDocumented(EipCase eip, boolean pooled) throws Exception {
        try (RunningRoutes routes = new RunningRoutes()) {
            if (pooled) {
                routes.poolExchanges();
            }
            routes.kinesis().createStream("orders", 1);
            routes.put("orders", 1);
            routes.start(eip.from(routes.uri("orders", "drainTimeout=1s")));
            MockEndpoint step = routes.context().getEndpoint(EipCases.STEP, MockEndpoint.class);

            switch (eip.outcome()) {
                case COMMITTED -> routes.awaitCommitted("orders", 1);
                case NOT_COMMITTED -> await().until(() -> step.getReceivedCounter() >= 2);
                case NEVER_DONE -> {
                    SedaEndpoint nobody = routes.context().getEndpoint("seda:nobody", SedaEndpoint.class);
                    await().until(() -> nobody.getCurrentQueueSize() == 1);
                    routes.context().getShutdownStrategy().setTimeout(1);
                }
            }
            // a clean stop stores what is done and nothing else
            routes.context().stop();
            boolean committed = eip.outcome() == EipCase.Outcome.COMMITTED;
            assertThat(routes.committed("orders"))
                    .as("committed, pooled exchanges: %s", pooled)
                    .isEqualTo(committed ? 1 : 0);
            assertThat(routes.row("orders", RunningRoutes.SHARD)).doesNotContainKey("ClientID");
            if (eip.outcome() != EipCase.Outcome.NOT_COMMITTED) {
                assertThat(step.getReceivedCounter()).isEqualTo(1);
            }
        }
        return null;
    }
}
