// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.migrate;

import io.camelkinesis.test.dynamodb.DynamoDbLocal;
import java.io.PrintStream;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The program: the same route with both components, from the oldest record and from the latest, and what became of the orders. */
public final class SideBySide {

    static final int NOTHING_LOST = 0;
    static final int SOMETHING_LOST = 1;

    private SideBySide() {}

    /** Ends with exit code 0 when {@code kinesis-cp} has lost, repeated and skipped nothing, else with 1. */
    public static void main(String[] args) {
        int code = run(System.out);
        System.out.flush();
        if (code != NOTHING_LOST) {
            System.exit(code);
        }
    }

    /** @return the exit code */
    static int run(PrintStream out) {
        Map<String, Trial.Outcome> outcomes = outcomes();
        out.printf(Locale.ROOT, "%-30s%8s%10s%9s%n", "route", "lost", "repeated", "skipped");
        outcomes.forEach((route, outcome) -> out.printf(
                Locale.ROOT,
                "%-30s%8d%10d%9d%n",
                route,
                outcome.lost().size(),
                outcome.repeated().size(),
                outcome.skipped().size()));
        boolean nothing = outcomes.entrySet().stream()
                .filter(route -> route.getKey().startsWith("kinesis-cp"))
                .allMatch(route -> route.getValue().equals(new Trial.Outcome(List.of(), List.of(), List.of())));
        out.println();
        out.println(
                nothing
                        ? "kinesis-cp has lost, repeated and skipped nothing."
                        : "kinesis-cp has lost, repeated or skipped something.");
        return nothing ? NOTHING_LOST : SOMETHING_LOST;
    }

    /** What became of the orders, by the route. All run at the same time, each with a stream and a table of its own. */
    static Map<String, Trial.Outcome> outcomes() {
        try (DynamoDbLocal oldest = DynamoDbLocal.serverProcess();
                DynamoDbLocal latest = DynamoDbLocal.serverProcess()) {
            Map<String, CompletableFuture<Trial.Outcome>> trials = new LinkedHashMap<>();
            trials.put("aws2-kinesis, TRIM_HORIZON", trial(OrdersRoute.AWS2_KINESIS, "TRIM_HORIZON", null));
            trials.put("aws2-kinesis, LATEST", trial(OrdersRoute.AWS2_KINESIS, "LATEST", null));
            trials.put("kinesis-cp, TRIM_HORIZON", trial(OrdersRoute.KINESIS_CP, "TRIM_HORIZON", oldest.endpoint()));
            trials.put("kinesis-cp, LATEST", trial(OrdersRoute.KINESIS_CP, "LATEST", latest.endpoint()));
            Map<String, Trial.Outcome> outcomes = new LinkedHashMap<>();
            trials.forEach((route, trial) -> outcomes.put(route, trial.join()));
            return outcomes;
        }
    }

    private static CompletableFuture<Trial.Outcome> trial(String uri, String iteratorType, URI dynamoDb) {
        CompletableFuture<Trial.Outcome> outcome = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                outcome.complete(Trial.run(uri + "&iteratorType=" + iteratorType, dynamoDb));
            } catch (RuntimeException e) {
                outcome.completeExceptionally(e);
            }
        });
        thread.start();
        return outcome;
    }
}
