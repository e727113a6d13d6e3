package io.camelkinesis.checkpointed.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Camel's camel.threads.virtual.enabled, in a JVM of its own because Camel reads it once. */
class VirtualThreadsTest {

    @TempDir
    Path directory;

    @Test
    void exchangesRunOnVirtualThreadsAndManyAtOnce() {
        assumeThat(Runtime.version().feature())
                .as("SKIPPED: virtual threads need JDK 21 or newer, this is " + Runtime.version()
                        + "; run this test on a newer JDK")
                .isGreaterThanOrEqualTo(21);
        try (ChildJvm child = ChildJvm.start(
                VirtualThreadsProgram.class,
                directory.resolve("output"),
                List.of("-Dcamel.threads.virtual.enabled=true"))) {
            assertThat(child.awaitExit()).as(child::output).isZero();
            assertThat(child.output())
                    .contains("all at once=true virtual=" + VirtualThreadsProgram.AT_ONCE + " committed="
                            + VirtualThreadsProgram.AT_ONCE);
        }
    }
}
