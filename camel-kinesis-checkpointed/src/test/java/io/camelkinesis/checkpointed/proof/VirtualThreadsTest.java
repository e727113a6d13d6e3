// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

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
        if (Runtime.version().feature() < 21) {
            System.out.println("SKIPPED: VirtualThreadsTest needs JDK 21 or newer, this is " + Runtime.version());
            abort("virtual threads need JDK 21 or newer");
        }
        try (ChildJvm child = ChildJvm.start(
                List.of("-Xmx512m", "-Dcamel.threads.virtual.enabled=true"),
                VirtualThreadsProgram.class,
                directory.resolve("output"))) {
            assertThat(child.awaitExit()).as(child::output).isZero();
            assertThat(child.output())
                    .contains("all at once=true virtual=" + VirtualThreadsProgram.AT_ONCE + " committed="
                            + VirtualThreadsProgram.AT_ONCE);
        }
    }
}
