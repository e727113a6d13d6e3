// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LocalRunTest {

    private static final Path HERE = Path.of("").toAbsolutePath();

    @Test
    void everyOrderIsShipped() throws Exception {
        assertThat(LocalRun.run(HERE)).isEqualTo(20);
    }

    /** Maven does not fill it in, because Camel JBang reads the file as it is. */
    @Test
    void theDependencyHasTheVersionOfTheProject() throws Exception {
        String version =
                Files.readString(HERE.resolve("pom.xml")).replaceFirst("(?s).*?<version>(.*?)</version>.*", "$1");
        assertThat(Files.readString(HERE.resolve("application.properties")))
                .contains("mvn:io.camelkinesis:camel-kinesis-checkpointed:" + version + "\n");
    }
}
