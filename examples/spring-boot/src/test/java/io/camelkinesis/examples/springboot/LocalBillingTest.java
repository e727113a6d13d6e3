// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LocalBillingTest {

    @Test
    void theProgramShowsInvoicesAndAHealthyService() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        int code = LocalBilling.run(new PrintStream(printed, true, StandardCharsets.UTF_8), false);
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("20 orders were put, 20 invoices came.")
                .containsPattern("\\{\"order\":1,\"customer\":\"\\w+\",\"cents\":\\d+}")
                .contains("/actuator/health/readiness says {\"status\":\"UP\"");
        assertThat(code).isZero();
    }
}
