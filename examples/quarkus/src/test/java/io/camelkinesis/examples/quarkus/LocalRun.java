// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.quarkus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Runs the application as it is packaged, in a JVM of its own, against a Kinesis and a DynamoDB on this machine. */
public final class LocalRun {

    static final int ORDERS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path target;
    private final Streams streams = new Streams();

    private LocalRun(Path target) {
        this.target = target;
    }

    /**
     * Ends with exit code 0 when every order was shipped, else with 1.
     *
     * @param args the directory that has been built into, with quarkus-app in it
     */
    public static void main(String[] args) throws Exception {
        Path target = Path.of(args[0]);
        int shipped = run(target);
        System.out.printf("%d of %d orders were shipped; the log is %s%n", shipped, ORDERS, log(target));
        if (shipped != ORDERS) {
            System.out.flush();
            System.exit(1);
        }
    }

    /** @return how many orders have a shipment in the end */
    static int run(Path target) throws Exception {
        return new LocalRun(target).run();
    }

    /** What the application logs. */
    static Path log(Path target) {
        return target.resolve("quarkus-run.log");
    }

    private int run() throws Exception {
        try {
            Process application = start(streams.start());
            Thread last = new Thread(application::destroyForcibly);
            Runtime.getRuntime().addShutdownHook(last);
            try {
                for (int order = 1; order <= ORDERS; order++) {
                    streams.kinesis().put("orders", "customer " + order % 3, "order " + order);
                }
                awaitShipments(application);
                return shipments();
            } finally {
                stop(application);
                Runtime.getRuntime().removeShutdownHook(last);
            }
        } finally {
            streams.stop();
        }
    }

    private Process start(Map<String, String> properties) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.add("-jar");
        command.add(target.resolve("quarkus-app/quarkus-run.jar").toString());
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log(target).toFile())
                .start();
    }

    private void awaitShipments(Process application) {
        try {
            Awaitility.await().atMost(PATIENCE).until(() -> shipments() == ORDERS || !application.isAlive());
        } catch (ConditionTimeoutException e) {
            System.out.printf("Not all orders were shipped within %s%n", PATIENCE);
        }
    }

    /** Different ones: a record may come twice, never less than once. */
    private int shipments() {
        return (int) streams.kinesis().records("shipments").stream()
                .map(shipment -> new String(shipment.data(), UTF_8))
                .filter(shipment -> shipment.endsWith(" is shipped"))
                .distinct()
                .count();
    }

    /** As an operator stops it: it gives its leases back. */
    private static void stop(Process application) throws InterruptedException {
        application.destroy();
        if (!application.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            application.destroyForcibly().waitFor();
        }
    }
}
