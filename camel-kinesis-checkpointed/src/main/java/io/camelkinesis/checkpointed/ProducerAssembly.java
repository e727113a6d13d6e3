// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.checkpointed.aws.KinesisStreamException;
import io.camelkinesis.checkpointed.aws.KinesisStreamWriter;
import io.camelkinesis.checkpointed.aws.StreamClients;
import io.camelkinesis.checkpointed.aws.StreamDescription;
import io.camelkinesis.checkpointed.metrics.Metering;
import io.camelkinesis.checkpointed.metrics.ProducerMeters;
import io.camelkinesis.engine.produce.PutEvents;
import io.camelkinesis.engine.produce.PutSettings;
import io.camelkinesis.engine.produce.Putter;
import io.camelkinesis.engine.runtime.Clock;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.apache.camel.CamelContext;

/** Puts one start of an endpoint's producers together: clients, threads, adapters, engine. */
final class ProducerAssembly {

    /** Longest look at a stream. */
    private static final Duration LOOK_LIMIT = Duration.ofSeconds(60);

    private final KinesisCheckpointedEndpoint endpoint;
    private final KinesisCheckpointedConfiguration options;
    private final StreamsUri streams;
    private final ProducerPools pools;
    private final SharedClients shared;
    private final Resources resources = new Resources();

    private ProducerAssembly(
            KinesisCheckpointedEndpoint endpoint, StreamsUri streams, ProducerPools pools, SharedClients shared) {
        this.endpoint = endpoint;
        this.options = endpoint.getConfiguration();
        this.streams = streams;
        this.pools = pools;
        this.shared = shared;
    }

    /**
     * Makes what the producers of an endpoint share. With checkStream it blocks until the stream has been looked at.
     *
     * @throws StreamNotFoundException if the stream is missing
     * @throws CannotProduceException if it cannot be looked at
     */
    static ProducerRun start(
            KinesisCheckpointedEndpoint endpoint, StreamsUri streams, ProducerPools pools, SharedClients shared)
            throws Exception {
        ProducerAssembly assembly = new ProducerAssembly(endpoint, streams, pools, shared);
        try {
            return assembly.assemble();
        } catch (Throwable e) {
            assembly.resources.close();
            throw e;
        }
    }

    private ProducerRun assemble() throws Exception {
        PutSettings settings = ProducerRules.settings(options);
        resources.add(pools.share(settings.maxInFlightRequests()));
        StreamClients clients = clients();
        CamelContext context = endpoint.getCamelContext();
        Clock clock = new SystemClock();
        String stream = streams.shardsByStream().keySet().iterator().next();
        RecordLimits limits = new RecordLimits(
                options.isCheckStream() ? named -> clients.describe(named, pools.calls(), LOOK_LIMIT) : null,
                clock::nanoTime);
        if (options.isCheckStream()) {
            limits.found(stream, look(stream, clients.describe(stream, pools.calls(), LOOK_LIMIT)));
        }
        PutStatistics statistics = new PutStatistics();
        ProducerMeters meters = resources.add(Metering.ofProducer(context, stream));
        Putter putter = new Putter(
                settings,
                new KinesisStreamWriter(clients, pools.calls()),
                clock,
                new PoolTaskScheduler(pools.loops()),
                new SplittableRandom(),
                events(statistics, meters, new PutLog(clock::nanoTime, "Kinesis " + clients.where(stream))));
        meters.watch(putter);
        return new ProducerRun(
                putter,
                new RecordMapper(context, stream, options),
                limits,
                new PutFailure(limits, settings),
                pools,
                statistics,
                resources);
    }

    private static PutEvents events(PutStatistics statistics, ProducerMeters meters, PutLog log) {
        return event -> {
            statistics.on(event);
            log.on(event);
            meters.on(event);
        };
    }

    private StreamClients clients() {
        if (options.getAmazonKinesisClient() != null) {
            return StreamClients.given(options.getAmazonKinesisClient());
        }
        return resources
                .add(shared.lend(
                        AccessOptions.of(options, streams.region()).streams(),
                        options.getMaxInFlightRequests() + ProducerPools.LOOKS))
                .clients();
    }

    private StreamDescription look(String stream, CompletionStage<StreamDescription> description) throws Exception {
        try {
            return description.toCompletableFuture().get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof KinesisStreamException refused && refused.isMissing()) {
                throw new StreamNotFoundException(stream, refused.getMessage(), refused);
            }
            OptionProblems problems = new OptionProblems();
            problems.reject("streams", stream, cause);
            if (cause instanceof KinesisStreamException refused && refused.isDenied()) {
                problems.add(
                        "checkStream=true needs kinesis:DescribeStreamSummary; allow it, or set checkStream=false");
            }
            problems.throwIfAnyToProduce(endpoint.getEndpointBaseUri());
            throw e;
        }
    }
}
