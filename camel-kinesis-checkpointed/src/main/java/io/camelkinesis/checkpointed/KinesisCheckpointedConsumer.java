// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.engine.consume.ShardStatus;
import io.camelkinesis.engine.worker.WorkerStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import javax.management.openmbean.TabularData;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.spi.ShutdownStrategy;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.LoggingExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker of a consumer group, as Camel's route life cycle drives it. Everything is made at start and dropped at stop;
 * suspended, it fetches and delivers nothing new and keeps its leases.
 */
@ManagedResource(description = "Managed kinesis-cp consumer")
public class KinesisCheckpointedConsumer extends DefaultConsumer implements ShutdownAware, Suspendable {

    private static final Logger LOG = LoggerFactory.getLogger(KinesisCheckpointedConsumer.class);

    private final KinesisCheckpointedPollingConsumer polling;
    private final ConsumerLife<ConsumerRun> life;
    private StopAnnouncement announcement;
    private final List<HealthCheck> registered = new ArrayList<>();

    KinesisCheckpointedConsumer(KinesisCheckpointedEndpoint endpoint, Processor processor, StreamsUri streams) {
        super(endpoint, processor);
        this.life = new ConsumerLife<>(() -> ConsumerAssembly.start(this, streams), System::nanoTime);
        this.polling = processor instanceof KinesisCheckpointedPollingConsumer polled ? polled : null;
    }

    @Override
    public KinesisCheckpointedEndpoint getEndpoint() {
        return (KinesisCheckpointedEndpoint) super.getEndpoint();
    }

    @Override
    public void setRoute(Route route) {
        super.setRoute(route);
        if (announcement == null) {
            announcement = new StopAnnouncement(life::stopBegins);
            route.addService(announcement);
        }
    }

    /** Camel starts a suspended consumer too, when a stop was aborted say: then the run there is goes on. */
    @Override
    protected void doStart() throws Exception {
        super.doStart();
        read();
    }

    private void read() throws Exception {
        compareWithCamelsTimeout();
        try {
            life.read();
        } catch (Exception e) {
            throw failed(e);
        } catch (Error e) {
            // Camel ends its start, and the threads of it, for exceptions only
            OptionProblems problems = new OptionProblems();
            problems.add(ErrorText.atStart(e));
            throw failed(problems.asException(getEndpoint().getEndpointBaseUri(), e));
        }
        try {
            withdrawHealthChecks();
            offerHealthChecks();
        } catch (RuntimeException e) {
            withdrawHealthChecks();
            life.stop(Duration.ZERO);
            throw e;
        }
    }

    private Exception failed(Exception e) {
        return getRoute() == null ? e : new FailedToStartRouteException(getRouteId(), e.getMessage(), e);
    }

    /**
     * Camel's own repository of consumers, if the application has it, asks the consumer of each route for its check of
     * readiness. A consumer without a route, as of master:, is not asked there and brings its check itself.
     */
    private void offerHealthChecks() {
        CamelContext context = getEndpoint().getCamelContext();
        HealthCheckRegistry registry = HealthCheckRegistry.get(context);
        if (registry == null || isPolling()) {
            return;
        }
        boolean enabled = getEndpoint().getComponent().isHealthCheckConsumerEnabled();
        if (HealthCheckHelper.getHealthCheckRepository(context, "consumers") != null) {
            ConsumerHealthCheck check = new ConsumerHealthCheck(this, healthName());
            check.setEnabled(enabled);
            if (getRoute() == null) {
                register(registry, check);
            } else {
                setHealthCheck(check);
            }
        }
        WorkerLivenessCheck check = new WorkerLivenessCheck(this, healthName());
        check.setEnabled(enabled);
        register(registry, check);
    }

    private void register(HealthCheckRegistry registry, HealthCheck check) {
        registry.register(check);
        registered.add(check);
    }

    /** The route, or the worker where there is none: an endpoint may have several consumers. */
    private String healthName() {
        return getRouteId() != null ? getRouteId() : getStreams() + "/" + getWorker();
    }

    private void withdrawHealthChecks() {
        setHealthCheck(null);
        HealthCheckRegistry registry = HealthCheckRegistry.get(getEndpoint().getCamelContext());
        if (registry != null) {
            registered.forEach(registry::unregister);
        }
        registered.clear();
    }

    @Override
    protected void doSuspend() throws Exception {
        life.suspend();
        super.doSuspend();
    }

    @Override
    protected void doResume() throws Exception {
        super.doResume();
        read();
    }

    @Override
    protected void doStop() throws Exception {
        withdrawHealthChecks();
        life.stop(drainTimeout());
        super.doStop();
    }

    /** Nothing finishes what a polling consumer has fetched ahead, so there is nothing to wait for. */
    private Duration drainTimeout() {
        return isPolling() ? Duration.ZERO : options().getDrainTimeout();
    }

    /** Camel waits for exchanges of routes only, and cuts a stop when its own time is over. */
    private void compareWithCamelsTimeout() {
        ShutdownStrategy strategy = getEndpoint().getCamelContext().getShutdownStrategy();
        Duration most =
                Duration.of(strategy.getTimeout(), strategy.getTimeUnit().toChronoUnit());
        if (getRoute() != null && drainTimeout().compareTo(most) > 0) {
            LOG.warn(
                    "{}: drainTimeout={} is longer than Camel's shutdown timeout of {}: a stop is cut then, and what is in"
                            + " flight is delivered again. Raise Camel's timeout above it (camel.main.shutdownTimeout,"
                            + " ShutdownStrategy.setTimeout), or lower drainTimeout",
                    ErrorText.line(getStreams()),
                    OptionProblems.shown(drainTimeout()),
                    OptionProblems.shown(most));
        }
    }

    /** Whether somebody waits for this consumer's start to end, to stop it say, or stops the context or has stopped it. */
    boolean isStopWanted() {
        return (getInternalLock() instanceof ReentrantLock lock && lock.hasQueuedThreads())
                || getEndpoint().getComponent().isContextStopping();
    }

    /** Whether somebody else than Camel's log hears of exceptions. */
    boolean isExceptionHandlerGiven() {
        return getEndpoint().isBridgeErrorHandler()
                || getEndpoint().getExceptionHandler() != null
                || getExceptionHandler().getClass() != LoggingExceptionHandler.class;
    }

    private boolean isPolling() {
        return polling != null;
    }

    /** Where one start of this consumer delivers to. */
    DeliverySink newSink(Outlet outlet) {
        return polling != null ? polling.newSink(outlet) : new RouteSink(outlet);
    }

    private KinesisCheckpointedConfiguration options() {
        return getEndpoint().getConfiguration();
    }

    /** Shutdown suspends this consumer first, so that what is in flight can finish. */
    @Override
    public boolean deferShutdown(ShutdownRunningTask shutdownRunningTask) {
        life.shutdownBegins(drainTimeout());
        return false;
    }

    /** Exchanges that are waiting, in the route, or handed on by it; not records that wait for their checkpoint. */
    @Override
    public int getPendingExchangesSize() {
        ConsumerRun current = life.run();
        return current == null ? 0 : current.pendingExchanges();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        if (forced) {
            life.giveUp();
        } else {
            life.shutdownPrepared(suspendOnly);
        }
    }

    @ManagedAttribute(description = "The streams as the URI has them")
    public String getStreams() {
        return getEndpoint().getStreams();
    }

    @ManagedAttribute(description = "How many shards this consumer holds")
    public int getShardsHeld() {
        return status().size();
    }

    @ManagedAttribute(description = "Records that have been delivered and are not done, replays included")
    public int getInFlight() {
        return status().stream().mapToInt(ShardStatus::inFlight).sum();
    }

    @ManagedAttribute(
            description = "Records between the oldest that is not done and the newest delivered, over all" + " shards")
    public int getUncommitted() {
        return status().stream().mapToInt(ShardStatus::uncommitted).sum();
    }

    @ManagedAttribute(
            description = "Lag of the shard that is furthest behind, in milliseconds; -1 before the first read")
    public long getMillisBehindLatest() {
        return status().stream()
                .mapToLong(ShardStatus::millisBehindLatest)
                .max()
                .orElse(-1);
    }

    @ManagedAttribute(description = "Replays so far of the records that are failing now")
    public int getReplays() {
        return status().stream().mapToInt(ShardStatus::replays).sum();
    }

    @ManagedAttribute(description = "What a record is failing with now, empty when none is")
    public String getLastError() {
        return status().stream()
                .map(ShardStatus::lastError)
                .filter(error -> error != null)
                .map(ErrorText::of)
                .findFirst()
                .orElse("");
    }

    @ManagedAttribute(description = "Records that are on their way to deadLetterUri")
    public int getInDeadLetter() {
        ConsumerRun current = life.run();
        return current == null ? 0 : current.inDeadLetter();
    }

    @ManagedAttribute(description = "Records that deadLetterUri has accepted since the start")
    public long getDeadLettered() {
        ConsumerRun current = life.run();
        return current == null ? 0 : current.deadLettered();
    }

    @ManagedAttribute(description = "The id of this worker in the lease table, empty while it does not run")
    public String getWorker() {
        WorkerStatus worker = inspect();
        return worker == null ? "" : worker.clientId();
    }

    @ManagedAttribute(description = "What does not go on, one line each, as readiness tells it; empty when all goes on")
    public String getStalls() {
        WorkerStatus worker = inspect();
        Instant now = Instant.now();
        return worker == null
                ? ""
                : stalls(worker).stream().map(stall -> stall.text(now)).collect(Collectors.joining("\n"));
    }

    @ManagedAttribute(description = "The shards that this consumer holds")
    public TabularData getShards() {
        return ShardTable.of(status());
    }

    @ManagedAttribute(description = "This worker, its fleet and their shards, as JSON")
    public String getFleet() {
        WorkerStatus worker = inspect();
        return worker == null
                ? "{}"
                : FleetReport.of(worker, stalls(worker), Instant.now()).toJson();
    }

    @ManagedOperation(description = "One line for each shard that this consumer holds")
    public List<String> listShards() {
        return status().stream().map(KinesisCheckpointedConsumer::line).toList();
    }

    /** The shards that this consumer holds now; none when it is not running. */
    List<ShardStatus> status() {
        ConsumerRun current = life.run();
        return current == null ? List.of() : current.status();
    }

    /** All that the worker knows of itself and its fleet; null when it is not running. */
    WorkerStatus inspect() {
        ConsumerRun current = life.run();
        return current == null ? null : current.inspect();
    }

    /** What of the worker does not go on. */
    List<Stall> stalls(WorkerStatus worker) {
        return Stalls.of(worker, options());
    }

    private static String line(ShardStatus shard) {
        return shard.shard() + " " + shard.state() + ", epoch " + shard.epoch() + ", committed " + shard.committed()
                + ", waiting " + shard.waiting() + ", in flight " + shard.inFlight() + ", uncommitted "
                + shard.uncommitted() + ", behind " + shard.millisBehindLatest() + " ms"
                + (shard.lastError() == null ? "" : ", replay " + shard.replays() + " of " + shard.lastError());
    }
}
