// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.stream.Stream;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.component.seda.SedaEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.PooledExchangeFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What each route tells the engine about a delivery, with pooled exchanges and without. */
class EipSinkTest {

    static Stream<Arguments> cases() {
        return EipCases.all().flatMap(c -> Stream.of(Arguments.of(c, false), Arguments.of(c, true)));
    }

    @ParameterizedTest(name = "{0}, pooled exchanges: {1}")
    @MethodSource("cases")
    void endsAsDocumented(EipCase eip, boolean pooled) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            if (pooled) {
                context.getCamelContextExtension().setExchangeFactory(new PooledExchangeFactory());
            }
            HandComponent hand = new HandComponent();
            context.addComponent("hand", hand);
            context.getShutdownStrategy().setTimeout(1);
            context.addRoutes(eip.from("hand:orders"));
            context.start();
            HandDelivery delivery = HandDelivery.of("a");
            hand.sink().deliver(delivery);

            if (eip.outcome() == EipCase.Outcome.NEVER_DONE) {
                SedaEndpoint nobody = context.getEndpoint("seda:nobody", SedaEndpoint.class);
                await().until(() -> nobody.getCurrentQueueSize() == 1);
                assertThat(delivery.isEnded()).isFalse();
                assertThat(hand.sink().pending()).isEqualTo(1);
            } else {
                await().until(delivery::isEnded);
                assertThat(delivery.isCompleted()).isEqualTo(eip.outcome() == EipCase.Outcome.COMMITTED);
                assertThat(delivery.isFailed()).isEqualTo(eip.outcome() == EipCase.Outcome.NOT_COMMITTED);
                assertThat(hand.sink().pending()).isZero();
            }
            assertThat(delivery.starts()).isEqualTo(1);
            assertThat(context.getEndpoint(EipCases.STEP, MockEndpoint.class).getReceivedCounter())
                    .isEqualTo(1);
        }
    }
}
