// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.quickstart;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * The program: puts records, consumes half of them, stops the route, starts it again, and proves that every record was
 * consumed once.
 */
public final class Quickstart {

    static final int PROVED = 0;
    static final int NOT_PROVED = 1;
    static final int BAD_INPUT = 2;

    /** Without a record for that long the rest counts as lost. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int PROGRESS_LINES = 10;

    private final Settings settings;
    private final PrintStream out;
    private final Ledger ledger = new Ledger();

    private Quickstart(Settings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    /** Ends with exit code 0 when the proof holds, 1 when it does not, 2 when the input is wrong. */
    public static void main(String[] args) {
        int code = run(System.getProperties(), System.out, System.err);
        if (code != PROVED) {
            System.out.flush();
            System.exit(code);
        }
    }

    /** @return the exit code */
    static int run(Properties properties, PrintStream out, PrintStream err) {
        try {
            return new Quickstart(Settings.from(properties), out).run();
        } catch (BadInputException e) {
            err.println(e.getMessage());
            return BAD_INPUT;
        } catch (Exception e) {
            err.println("The proof could not be completed: " + Failures.inOneLine(e));
            return NOT_PROVED;
        }
    }

    private int run() throws Exception {
        List<Line> lines = settings.input().map(Input::file).orElseGet(Input::orders);
        try (Services services = Services.open(settings);
                Resources resources = Resources.create(services)) {
            Thread removal = new Thread(resources::close, "quickstart-removal");
            Runtime.getRuntime().addShutdownHook(removal);
            try {
                say("%s. Stream %s has %d shards.", services.description(), resources.stream(), Resources.SHARDS);
                new Publisher(services.kinesis(), resources.stream(), ledger::put).put(lines);
                say("Put %,d records.", lines.size());
                consume(services, resources, lines.size());
                Proof proof = Proof.of(ledger.entries(), resources.checkpoints());
                out.println();
                proof.lines().forEach(out::println);
                return proof.holds() ? PROVED : NOT_PROVED;
            } finally {
                Runtime.getRuntime().removeShutdownHook(removal);
            }
        }
    }

    private void consume(Services services, Resources resources, int records) throws Exception {
        try (CamelContext camel = new DefaultCamelContext()) {
            camel.getRegistry().bind("kinesis", services.kinesis());
            camel.getRegistry().bind("dynamoDb", services.dynamoDb());
            camel.addRoutes(new OrdersRoute(resources.stream(), resources.leaseTable(), ledger));
            camel.start();
            say("The route has started.");
            boolean goesOn = watch(0, (records + 1) / 2, records);
            camel.getRouteController().stopRoute(OrdersRoute.ID);
            say("The route was stopped half-way, with %,d of %,d records completed.", ledger.completed(), records);
            if (goesOn) {
                camel.getRouteController().startRoute(OrdersRoute.ID);
                say("The route has started again.");
                goesOn = watch(ledger.completed(), records, records);
                camel.getRouteController().stopRoute(OrdersRoute.ID);
            }
            if (!goesOn) {
                say("Nothing has completed for %d s.", PATIENCE.toSeconds());
            }
        }
    }

    /** Shows the progress until so many have completed; false if it ends before. */
    private boolean watch(int from, int to, int records) throws InterruptedException {
        int step = Math.max(1, records / PROGRESS_LINES);
        for (int next = (from / step + 1) * step; ; next += step) {
            int wanted = Math.min(next, to);
            if (!ledger.awaitCompleted(wanted, PATIENCE)) {
                return false;
            }
            say("  %,7d of %,d records completed", ledger.completed(), records);
            if (wanted == to) {
                return true;
            }
        }
    }

    private void say(String format, Object... values) {
        out.printf(Locale.ROOT, format + "%n", values);
    }
}
