// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.checkpointed.TooOldClient;
import java.nio.file.Path;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application whose start ends in an error, and not in an exception, ends. */
class ErrorAtStartTest {

    @TempDir
    Path directory;

    /** An application of the user's that leaves it to Camel to end. */
    static final class Application {
        public static void main(String[] args) throws Exception {
            Main main = new Main();
            main.bind("old", TooOldClient.make());
            main.configure().addRoutesBuilder(new RouteBuilder() {
                @Override
                public void configure() {
                    if (args[0].equals("consumer")) {
                        from("kinesis-cp:orders?amazonKinesisClient=#old&leaseTable=leases&region=eu-west-1&accessKey=a&secretKey=b")
                                .to("mock:out");
                    } else {
                        from("timer:t").to("kinesis-cp:orders?amazonKinesisClient=#old");
                    }
                }
            });
            main.run();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"consumer", "producer"})
    void theProcessEnds(String what) {
        try (ChildJvm application = ChildJvm.start(Application.class, directory.resolve("output"), what)) {
            assertThat(application.awaitExit()).isNotZero();
            assertThat(application.output()).contains("software/amazon/awssdk/Newer", "mvn dependency:tree");
        }
    }
}
