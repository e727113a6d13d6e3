// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.StatefulService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * What all producers of a component share: threads, clients, and of each endpoint's URI one run, from the first use on until it has
 * not been used for a minute and nothing of it is pending. So producers may be stopped and made anew at any time, as caches
 * of Camel do: that costs next to nothing, waits for nothing, and keeps the order. Only a stop of a route, of the Camel context or of the
 * component waits for what is pending, and ends what nobody else uses.
 */
final class ProducerRuns {

    /** How long a run stays that nobody uses. */
    static final Duration UNUSED = Duration.ofMinutes(1);

    /** Runs beyond which none stays that nobody uses, but for a moment, so that none ends under who has just taken it. */
    static final int MOST_UNUSED = 1_000;

    private static final Duration A_MOMENT = Duration.ofSeconds(1);

    private static final Duration SWEEP = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(KinesisCheckpointedProducer.class);

    private record Key(String uri, @Nullable KinesisClient given) {}

    private final CamelContext context;
    private final SystemClock clock = new SystemClock();
    private final SharedClients clients = new SharedClients(clock::nanoTime);
    private final Map<Key, SharedProducerRun> runs = new ConcurrentHashMap<>();
    /** When the stop of a route is to be over, or that of the context, as {@link PutsByRoute#NO_ROUTE}. */
    private final Map<String, Long> stopEnds = new HashMap<>();

    private @Nullable ProducerPools pools;
    private boolean closed;

    ProducerRuns(CamelContext context) {
        this.context = context;
    }

    /** @throws RejectedExecutionException if the component has stopped, or if who asks is what a stop of the run waits for */
    ProducerRun acquire(KinesisCheckpointedEndpoint endpoint, StreamsUri streams) throws Exception {
        Key key = key(endpoint);
        while (true) {
            ProducerPools threads = threads(endpoint.getComponent());
            SharedProducerRun shared =
                    runs.computeIfAbsent(key, added -> new SharedProducerRun(new ProducerHealth(endpoint)));
            ProducerRun run;
            try {
                run = shared.acquire(() -> ProducerAssembly.start(endpoint, streams, threads, clients));
            } catch (Throwable e) {
                runs.remove(key, shared);
                throw e;
            }
            if (run != null) {
                return run;
            }
            if (threads.currentCompletion() != null && !shared.over().isDone()) {
                throw stopped();
            }
            shared.over().join();
            runs.remove(key, shared);
        }
    }

    private static RejectedExecutionException stopped() {
        return new RejectedExecutionException("The producer has stopped");
    }

    private synchronized ProducerPools threads(KinesisCheckpointedComponent component) {
        if (closed) {
            throw stopped();
        }
        stopEnds.keySet().removeIf(route -> !isStopping(route));
        ProducerPools open = pools;
        if (open == null) {
            open = new ProducerPools(context.getExecutorServiceManager(), component);
            long period = SWEEP.toMillis();
            Future<?> unused =
                    open.loops().scheduleWithFixedDelay(this::sweepLater, period, period, TimeUnit.MILLISECONDS);
            pools = open;
        }
        return open;
    }

    private void sweepLater() {
        try {
            sweep(UNUSED);
            clients.closeUnused(UNUSED);
        } catch (Throwable bug) {
            // thrown on, it would end the timer
            LOG.warn("What producers no longer use could not be closed", bug);
        }
    }

    private void sweep(Duration unused) {
        runs.values().removeIf(shared -> shared.endIfIdle(clock.nanoTime(), unused));
    }

    /**
     * A user less. What is pending goes its way; when a route stops, or the context does, this waits for what that has sent and then
     * ends what nobody else uses.
     *
     * @param run what it used
     * @param route that the producer stops with, null when it belongs to a cache or to nobody
     * @return whether the producer stops together with a route or the context
     */
    boolean release(KinesisCheckpointedEndpoint endpoint, ProducerRun run, @Nullable String route) {
        SharedProducerRun shared = runs.get(key(endpoint));
        if (shared == null || shared.current() != run) {
            // it has ended before, with the component
            return true;
        }
        Predicate<String> stopping = sender -> sender.equals(route) || isStopping(sender);
        boolean stops = route != null || isContextStopping() || haveSent(stopping);
        shared.release(clock.nanoTime());
        if (!stops) {
            if (runs.size() > MOST_UNUSED) {
                sweep(A_MOMENT);
            }
        } else if (!run.isCompleting()) {
            settle(shared, stopping, stopEnd(route));
        }
        return stops;
    }

    private boolean haveSent(Predicate<String> routes) {
        for (SharedProducerRun shared : runs.values()) {
            ProducerRun run = shared.current();
            if (run != null && run.puts().any(routes)) {
                return true;
            }
        }
        return false;
    }

    private boolean isContextStopping() {
        return context.getStatus().isStopping() || context.getStatus().isStopped();
    }

    private boolean isStopping(String route) {
        if (isContextStopping()) {
            return true;
        }
        Route known = route.equals(PutsByRoute.NO_ROUTE) ? null : context.getRoute(route);
        if (known == null) {
            return false;
        }
        // the consumer stops first, and what comes behind it with it
        ServiceStatus status = context.getRouteController().getRouteStatus(route);
        return (status != null && status.isStopping())
                || (known.getConsumer() instanceof StatefulService consumer && consumer.isStopping());
    }

    /** The producers of a route, and all of a context, wait together, not one after the other. */
    private synchronized long stopEnd(@Nullable String route) {
        stopEnds.keySet().removeIf(known -> !isStopping(known));
        long end = clock.nanoTime() + ProducerRun.stopLimit(context).toNanos();
        String whose = isContextStopping() ? PutsByRoute.NO_ROUTE : PutsByRoute.named(route);
        return stopEnds.merge(whose, end, (known, asked) -> asked - known < 0 ? asked : known);
    }

    /** Waits for what stopping routes have sent, through whichever run. */
    private void settle(SharedProducerRun own, Predicate<String> stopping, long end) {
        List<SharedProducerRun> ending = new ArrayList<>();
        for (SharedProducerRun shared : runs.values()) {
            ProducerRun run = shared.current();
            if (run == null || !(shared == own || run.puts().any(stopping))) {
                continue;
            }
            if (shared.endWith(stopping)) {
                run.beginStop(left(end));
                ending.add(shared);
            } else {
                run.putter().hurry();
            }
        }
        try {
            for (SharedProducerRun shared : runs.values()) {
                ProducerRun run = shared.current();
                if (run != null) {
                    run.puts().awaitNone(stopping, left(end).toNanos());
                }
            }
        } catch (InterruptedException e) {
            // Camel interrupts a shutdown whose time is over; the runs that end see it as well
            Thread.currentThread().interrupt();
        }
        ending.forEach(shared -> shared.stop(left(end)));
        runs.values().removeAll(ending);
    }

    private Duration left(long end) {
        return Duration.ofNanos(Math.max(0, end - clock.nanoTime()));
    }

    /** The run of an endpoint, null when there is none. */
    @Nullable
    ProducerRun current(KinesisCheckpointedEndpoint endpoint) {
        SharedProducerRun shared = runs.get(key(endpoint));
        return shared == null ? null : shared.current();
    }

    private static Key key(KinesisCheckpointedEndpoint endpoint) {
        return new Key(endpoint.getEndpointUri(), endpoint.getConfiguration().getAmazonKinesisClient());
    }

    /** From now on producers may start. */
    synchronized void open() {
        closed = false;
        stopEnds.clear();
    }

    /** Puts what is pending, within Camel's shutdown time-out, and ends all runs, threads and clients. */
    void close() {
        ProducerPools last;
        synchronized (this) {
            closed = true;
            last = pools;
            pools = null;
        }
        long end = stopEnd(null);
        List<SharedProducerRun> ending =
                runs.values().stream().filter(SharedProducerRun::end).toList();
        for (SharedProducerRun shared : ending) {
            ProducerRun run = shared.current();
            if (run != null) {
                run.beginStop(left(end));
            }
        }
        ending.forEach(shared -> shared.stop(left(end)));
        runs.clear();
        if (last != null) {
            last.close();
        }
        clients.close();
    }
}
