// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.engine.consume.ShardStatus;
import io.camelkinesis.engine.worker.WorkerStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import javax.management.openmbean.TabularData;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;

/**
 * A worker of a consumer group, as Camel's route life cycle drives it. Everything is made at start and dropped at stop;
 * suspended, it fetches and delivers nothing new and keeps its leases.
 */
@ManagedResource(description = "Managed kinesis-cp consumer")
public class KinesisCheckpointedConsumer extends DefaultConsumer implements ShutdownAware, Suspendable {

    private final StreamsUri streams;
    private final KinesisCheckpointedPollingConsumer polling;
    private volatile ConsumerRun run;
    private volatile boolean forced;
    private WorkerLivenessCheck liveness;

    KinesisCheckpointedConsumer(KinesisCheckpointedEndpoint endpoint, Processor processor, StreamsUri streams) {
        super(endpoint, processor);
        this.streams = streams;
        this.polling = processor instanceof KinesisCheckpointedPollingConsumer polled ? polled : null;
    }

    @Override
    public KinesisCheckpointedEndpoint getEndpoint() {
        return (KinesisCheckpointedEndpoint) super.getEndpoint();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        forced = false;
        try {
            run = ConsumerAssembly.start(this, streams);
        } catch (Exception e) {
            throw isPolling() ? e : new FailedToStartRouteException(getRouteId(), e.getMessage(), e);
        }
        offerHealthChecks();
    }

    /** Camel's own repository of consumers, if the application has it, asks each consumer for its check of readiness. */
    private void offerHealthChecks() {
        CamelContext context = getEndpoint().getCamelContext();
        HealthCheckRegistry registry = HealthCheckRegistry.get(context);
        if (registry == null || isPolling()) {
            return;
        }
        boolean enabled = getEndpoint().getComponent().isHealthCheckConsumerEnabled();
        if (HealthCheckHelper.getHealthCheckRepository(context, "consumers") != null) {
            ConsumerHealthCheck check = new ConsumerHealthCheck(this, getRouteId());
            check.setEnabled(enabled);
            setHealthCheck(check);
        }
        WorkerLivenessCheck check = new WorkerLivenessCheck(this, getRouteId());
        check.setEnabled(enabled);
        registry.register(check);
        liveness = check;
    }

    private void withdrawHealthChecks() {
        setHealthCheck(null);
        WorkerLivenessCheck check = liveness;
        HealthCheckRegistry registry = HealthCheckRegistry.get(getEndpoint().getCamelContext());
        if (check != null && registry != null) {
            registry.unregister(check);
        }
        liveness = null;
    }

    @Override
    protected void doSuspend() throws Exception {
        ConsumerRun current = run;
        if (current != null) {
            current.pause();
        }
        super.doSuspend();
    }

    @Override
    protected void doResume() throws Exception {
        super.doResume();
        ConsumerRun current = run;
        if (current != null) {
            current.resume();
        }
    }

    @Override
    protected void doStop() throws Exception {
        withdrawHealthChecks();
        ConsumerRun current = run;
        run = null;
        if (current != null) {
            if (isForced()) {
                current.giveUp();
            }
            current.stop(isForced() || isPolling() ? Duration.ZERO : options().getDrainTimeout());
        }
        super.doStop();
    }

    /** When Camel's shutdown times out it stops consumers without another word, so the strategy has to be asked. */
    private boolean isForced() {
        return forced || getEndpoint().getCamelContext().getShutdownStrategy().hasTimeoutOccurred();
    }

    /** A polling consumer has no route that could finish what it has fetched ahead, so there is nothing to wait for. */
    private boolean isPolling() {
        return getRoute() == null;
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
        return false;
    }

    /** Exchanges that are waiting, in the route, or handed on by it; not records that wait for their checkpoint. */
    @Override
    public int getPendingExchangesSize() {
        ConsumerRun current = run;
        return current == null ? 0 : current.pendingExchanges();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        ConsumerRun current = run;
        if (forced && current != null) {
            this.forced = true;
            current.giveUp();
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
        ConsumerRun current = run;
        return current == null ? 0 : current.inDeadLetter();
    }

    @ManagedAttribute(description = "Records that deadLetterUri has accepted since the start")
    public long getDeadLettered() {
        ConsumerRun current = run;
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
        ConsumerRun current = run;
        return current == null ? List.of() : current.status();
    }

    /** All that the worker knows of itself and its fleet; null when it is not running. */
    WorkerStatus inspect() {
        ConsumerRun current = run;
        return current == null ? null : current.inspect();
    }

    /** What of the worker does not go on. */
    List<Stall> stalls(WorkerStatus worker) {
        return Stalls.of(worker, options().getLeasePeriod(), options().getCommitPeriod());
    }

    private static String line(ShardStatus shard) {
        return shard.shard() + " " + shard.state() + ", epoch " + shard.epoch() + ", committed " + shard.committed()
                + ", waiting " + shard.waiting() + ", in flight " + shard.inFlight() + ", uncommitted "
                + shard.uncommitted() + ", behind " + shard.millisBehindLatest() + " ms"
                + (shard.lastError() == null ? "" : ", replay " + shard.replays() + " of " + shard.lastError());
    }
}
