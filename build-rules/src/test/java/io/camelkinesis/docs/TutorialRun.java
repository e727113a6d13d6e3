// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.kinesis.model.Record;

/** The application of a tutorial in a directory of its own, run by the page's command until its orders are shipped. */
record TutorialRun(Path directory, Tutorial tutorial, Emulators emulators, MavenHome maven) {

    /** How many orders the page has its application make each time. */
    static final int ORDERS = 40;

    private static final Duration RUN_LIMIT = Duration.ofMinutes(4);

    static TutorialRun of(
            Tutorial tutorial, Path directory, Emulators emulators, Installation installation, boolean newestMaven)
            throws IOException {
        installation.use(directory);
        MavenHome maven = newestMaven ? MavenHome.newest(installation) : MavenHome.ofThisBuild();
        return new TutorialRun(directory, tutorial.on(emulators.ports()), emulators, maven);
    }

    /** Runs the application until it has shipped all orders of this name, then stops it as Ctrl-C does. */
    List<String> ship(String command, String what) throws Exception {
        long begin = System.nanoTime();
        try (Terminal application = Terminal.run(directory, maven.environment(), command)) {
            application.awaitLines("shipped " + what, ORDERS, RUN_LIMIT);
            long seconds = Duration.ofNanos(System.nanoTime() - begin).toSeconds();
            application.stop();
            System.out.printf(
                    "ROW stack.2 %s on %s, '%s': %d s until the %d lines that the page names stood there, such as '%s'; %d lines%n",
                    tutorial,
                    maven.version(),
                    command,
                    seconds,
                    ORDERS,
                    application.lines().stream()
                            .filter(line -> line.contains("shipped " + what))
                            .map(line -> line.replaceFirst(".*(customer-\\d)", "$1"))
                            .findFirst()
                            .orElseThrow(),
                    application.lines().size());
            return application.lines();
        }
    }

    /** Every order of this name was shipped so often as it was made, those of a customer in their order. */
    void assertShipped(String what, int runs) {
        Map<String, List<Integer>> byCustomer = new TreeMap<>();
        for (Record shipment : emulators.records("shipments")) {
            String text = shipment.data().asUtf8String();
            if (text.startsWith("shipped " + what + " ")) {
                byCustomer
                        .computeIfAbsent(shipment.partitionKey(), customer -> new ArrayList<>())
                        .add(Integer.valueOf(text.substring(text.lastIndexOf(' ') + 1)));
            }
        }
        List<Integer> all =
                byCustomer.values().stream().flatMap(List::stream).sorted().toList();
        assertThat(all)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, ORDERS)
                        .boxed()
                        .flatMap(order -> Stream.generate(() -> order).limit(runs))
                        .toList());
        if (runs == 1) {
            assertThat(byCustomer)
                    .allSatisfy((customer, orders) ->
                            assertThat(orders).as(customer).isSorted());
        }
    }

    /** Nobody holds a shard, and what was read is stored. */
    void assertStoppedCleanly() {
        assertThat(emulators.leases())
                .isNotEmpty()
                .allSatisfy(lease -> assertThat(lease).doesNotContainKey("ClientID"))
                .anySatisfy(lease -> assertThat(lease).containsKey("SequenceNumber"));
    }
}
