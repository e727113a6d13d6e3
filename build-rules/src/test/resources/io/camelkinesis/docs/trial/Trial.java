// SPDX-License-Identifier: Apache-2.0
package trial;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;

/**
 * What a user's application does in its life: it puts orders and consumes them, rolls one of them back, stops, starts again behind
 * its checkpoints, and stops. It is compiled for each class path that is tried and says in one line how that went.
 */
public final class Trial {

    private static final int FIRST = 20;
    private static final int ALL = 25;
    private static final String ROLLED_BACK = "order 7";
    private static final int SECONDS = 60;

    /** A Camel that runs the route. */
    public interface Running extends AutoCloseable {
        CamelContext camel();
    }

    /** How such a Camel is started. */
    public interface Start {
        Running with(RouteBuilder route) throws Exception;
    }

    private final String stream;
    private final Map<String, Integer> consumed = new ConcurrentHashMap<>();
    private final AtomicInteger rolledBack = new AtomicInteger();
    private final Semaphore arrivals = new Semaphore(0);

    private Trial(String stream) {
        this.stream = stream;
    }

    /** Runs all of it and prints what came of it; throws when something did not hold. */
    public static void run(String stream, Start start) throws Exception {
        Trial trial = new Trial(stream);
        String camel = trial.life(start, 1, FIRST);
        trial.life(start, FIRST + 1, ALL);
        require(trial.consumed.size() == ALL, "consumed " + trial.consumed);
        require(trial.consumed.values().stream().allMatch(times -> times == 1), "repeated " + trial.consumed);
        require(trial.rolledBack.get() == 1, "rolled back " + trial.rolledBack);
        System.out.printf(
                "TRIAL PASS Camel %s, Java %s: put %d, consumed %d, rolled back 1, started again, repeated 0, stopped%n",
                camel, Runtime.version().feature(), ALL, ALL);
    }

    private String life(Start start, int from, int to) throws Exception {
        try (Running running = start.with(route())) {
            try (ProducerTemplate orders = running.camel().createProducerTemplate()) {
                for (int i = from; i <= to; i++) {
                    orders.sendBodyAndHeader(
                            "kinesis-cp:" + stream, "order " + i, "CamelAwsKinesisPartitionKey", "customer-" + i % 3);
                }
            }
            require(arrivals.tryAcquire(to - from + 1, SECONDS, TimeUnit.SECONDS), "came: " + consumed.keySet());
            return running.camel().getVersion();
        }
    }

    private RouteBuilder route() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("kinesis-cp:" + stream + "?replayDelay=200ms").process(Trial.this::take);
            }
        };
    }

    private void take(Exchange exchange) {
        String order = exchange.getMessage().getBody(String.class);
        if (order.equals(ROLLED_BACK) && rolledBack.compareAndSet(0, 1)) {
            exchange.setRollbackOnly(true);
            return;
        }
        consumed.merge(order, 1, Integer::sum);
        arrivals.release();
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalStateException(problem);
        }
    }
}
