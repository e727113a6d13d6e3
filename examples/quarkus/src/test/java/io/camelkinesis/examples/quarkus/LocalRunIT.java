// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.quarkus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The application as it is packaged. */
class LocalRunIT {

    private static final Path TARGET = Path.of("target").toAbsolutePath();

    @Test
    void everyOrderIsShippedAndTheLeasesAreGivenBack() throws Exception {
        assertThat(LocalRun.run(TARGET))
                .as("orders that were shipped; see %s", LocalRun.log(TARGET))
                .isEqualTo(LocalRun.ORDERS);
        assertThat(Files.readString(LocalRun.log(TARGET)))
                .contains("Installed features: [camel-core, cdi]")
                .contains("orders/shardId-000000000000: lease given back")
                .contains("orders/shardId-000000000001: lease given back");
    }
}
