// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.stream.Stream;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.component.seda.SedaEndpoint;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of the stored checkpoint, and of the record, in each route: from Kinesis to the lease table. */
class EipCommitTest {

    static Stream<Arguments> cases() {
        return EipCases.all().flatMap(c -> Stream.of(Arguments.of(c, false), Arguments.of(c, true)));
    }

    @ParameterizedTest(name = "{0}, pooled exchanges: {1}")
    @MethodSource("cases")
    void commitsAsDocumented(EipCase eip, boolean pooled) throws Exception {
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
            assertThat(routes.committed("orders")).isEqualTo(committed ? 1 : 0);
            assertThat(routes.row("orders", RunningRoutes.SHARD)).doesNotContainKey("ClientID");
            if (eip.outcome() != EipCase.Outcome.NOT_COMMITTED) {
                assertThat(step.getReceivedCounter()).isEqualTo(1);
            }
        }
    }
}
