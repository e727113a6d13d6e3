// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class ServerProcessTest {

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    /** Prints its arguments, one a line, and then waits for its end. */
    static final class Printer {

        private Printer() {}

        public static void main(String[] lines) throws Exception {
            List.of(lines).forEach(System.out::println);
            if (!lines[0].equals("end")) {
                ParentWatch.awaitEndOfInput();
            }
        }
    }

    @Test
    void whatItPrintsIsPassedOn() {
        try (ServerProcess server =
                ServerProcess.start(program("one", "port=1", "two", "three"), "port=", lines::add)) {
            assertThat(server.announced()).isEqualTo("1");
            await().untilAsserted(() -> assertThat(lines).containsExactly("one", "two", "three"));
            server.handle().destroyForcibly();
            server.handle().onExit().join();
        }
        assertThat(lines).hasSize(3);
    }

    @Test
    void aServerThatEndsAtOnceIsSaid() {
        assertThatThrownBy(() -> ServerProcess.start(program("end"), "port=", lines::add))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("printer ended before it listened; its errors are on standard error");
    }

    private static ServerProcess.Program program(String... arguments) {
        return new ServerProcess.Program(
                "printer", Printer.class, List.of("-Xshare:auto"), List.of(arguments), Map.of());
    }
}
