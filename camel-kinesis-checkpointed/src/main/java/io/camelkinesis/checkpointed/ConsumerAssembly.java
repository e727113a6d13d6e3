// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.checkpointed.WorkerPools.PoolSizes;
import io.camelkinesis.checkpointed.aws.AwsClients;
import io.camelkinesis.checkpointed.aws.DynamoDbLeaseStore;
import io.camelkinesis.checkpointed.aws.FanOutConsumers;
import io.camelkinesis.checkpointed.aws.FanOutShardReader;
import io.camelkinesis.checkpointed.aws.KinesisShardLister;
import io.camelkinesis.checkpointed.aws.KinesisShardReader;
import io.camelkinesis.checkpointed.aws.KinesisStreamException;
import io.camelkinesis.checkpointed.aws.LeaseTable;
import io.camelkinesis.checkpointed.aws.LeaseTableClients;
import io.camelkinesis.checkpointed.aws.ServiceAddress;
import io.camelkinesis.checkpointed.aws.StreamRows;
import io.camelkinesis.checkpointed.metrics.ConsumerMeters;
import io.camelkinesis.checkpointed.metrics.Metering;
import io.camelkinesis.engine.consume.DeaggregatingReader;
import io.camelkinesis.engine.consume.ShardReader;
import io.camelkinesis.engine.model.StreamSelection;
import io.camelkinesis.engine.runtime.Clock;
import io.camelkinesis.engine.runtime.TaskScheduler;
import io.camelkinesis.engine.runtime.WorkerEvent;
import io.camelkinesis.engine.runtime.WorkerEvents;
import io.camelkinesis.engine.worker.Worker;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import org.apache.camel.CamelContext;
import org.apache.camel.Predicate;
import org.apache.camel.util.URISupport;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** Puts one start of a consumer together: clients, threads, adapters, engine. Here alone the parts get to know each other. */
final class ConsumerAssembly {

    private final KinesisCheckpointedConsumer consumer;
    private final KinesisCheckpointedConfiguration options;
    private final StreamsUri streams;
    private final HeaderFilter headers;
    private final Resources resources = new Resources();

    private ConsumerAssembly(KinesisCheckpointedConsumer consumer, StreamsUri streams) {
        this.consumer = consumer;
        this.options = consumer.getEndpoint().getConfiguration();
        this.streams = streams;
        this.headers = new HeaderFilter(options.getHeaderFilterStrategy());
    }

    /**
     * A running consumer. Blocks until it has joined its group; when that fails nothing is left behind.
     *
     * @throws CannotConsumeException if a stream or the lease table is missing or does not answer
     * @throws CancellationException if the consumer is to be stopped before it has started
     */
    static ConsumerRun start(KinesisCheckpointedConsumer consumer, StreamsUri streams) throws Exception {
        ConsumerAssembly assembly = new ConsumerAssembly(consumer, streams);
        try {
            return assembly.assemble();
        } catch (Throwable e) {
            assembly.resources.close();
            throw e;
        }
    }

    private ConsumerRun assemble() throws Exception {
        Clock clock = new SystemClock();
        StartPatience patience = new StartPatience(
                consumer.getEndpoint().getStreams(),
                consumer.getEndpoint().getComponent().startPatience(),
                clock,
                consumer::isStopWanted);
        AccessOptions access = AccessOptions.of(options, streams.region());
        PoolSizes sizes = PoolSizes.of(options.getConsumerThreads());
        KinesisClient kinesis = kinesis(access, sizes);
        LeaseTableClients dynamoDb = dynamoDb(access, sizes);
        CamelContext context = consumer.getEndpoint().getCamelContext();
        WorkerPools pools = resources.add(WorkerPools.open(
                context.getExecutorServiceManager(),
                consumer,
                consumer.getEndpoint().getStreams(),
                sizes));

        String kinesisAt = ServiceAddress.of(kinesis);
        String tableAt = ServiceAddress.of(dynamoDb.others());
        KinesisShardLister lister = new KinesisShardLister(kinesis, pools.fetch(), kinesisAt);
        LeaseTable table = new LeaseTable(dynamoDb.others(), options.getLeaseTable(), tableAt);
        StreamRows rows = new StreamRows(dynamoDb.others(), options.getLeaseTable());
        List<StreamSelection> selections = new Preflight(lister, table, rows, pools.table(), pools.someTime(), patience)
                .check(consumer.getEndpoint().getEndpointBaseUri(), streams.selections(options.getGroup()), options);

        TaskScheduler scheduler = new PoolTaskScheduler(pools.loop());
        ShardReader fetching = options.getRetrieval() == Retrieval.FAN_OUT
                ? fanOut(kinesis, access, selections, pools, scheduler)
                : new KinesisShardReader(kinesis, pools.fetch());
        DynamoDbLeaseStore store = new DynamoDbLeaseStore(
                dynamoDb, options.getLeaseTable(), options.getLeasePeriod(), pools.table(), pools.heartbeat(), clock);
        ProblemReporter reporter = reporter(pools.route(), clock, kinesisAt, tableAt);
        DeadLetters deadLetters = deadLetters(context);
        Executor route = new RetryingExecutor(pools.route(), scheduler);
        DeliverySink sink = consumer.newSink(new Outlet(consumer, route, sizes.route(), filler(), deadLetters));
        ConsumerMeters meters = resources.add(Metering.ofConsumer(
                context,
                consumer.getRouteId(),
                consumer,
                selections.stream().map(StreamSelection::stream).toList(),
                clock));
        ShardReader reader = closingBatches(reader(fetching, pools, lister), pools.fetch(), reporter);
        DrainTally tally = new DrainTally();
        WorkerEvents events = events(reporter, meters, tally, clock);
        ConsumerRun run = new ConsumerRun(
                consumer.getEndpoint().getStreams(),
                () -> {
                    WorkerIdentity identity = WorkerIdentity.next();
                    return new Worker(
                            EngineSettings.of(options, selections, identity),
                            store,
                            lister,
                            reader,
                            CommitSink.of(options, identity.clientId(), store, sink),
                            clock,
                            scheduler,
                            new SplittableRandom(),
                            events);
                },
                sink,
                deadLetters,
                scheduler,
                tally,
                resources);
        meters.watch(run.start(patience));
        return run;
    }

    private ProblemReporter reporter(Executor route, Clock clock, String kinesisAt, String tableAt) {
        return new ProblemReporter(
                consumer.isExceptionHandlerGiven() ? consumer.getExceptionHandler() : null,
                route,
                clock::nanoTime,
                "Kinesis " + kinesisAt,
                "lease table " + options.getLeaseTable() + " " + tableAt);
    }

    /** Null when the options send nothing there. */
    private DeadLetters deadLetters(CamelContext context) {
        if (!options.hasDeadLetters()) {
            return null;
        }
        try {
            return resources.add(DeadLetters.open(consumer, context, options.getDeadLetterUri(), headers));
        } catch (RuntimeException e) {
            OptionProblems problems = new OptionProblems();
            problems.reject("deadLetterUri", URISupport.sanitizeUri(options.getDeadLetterUri()), e);
            throw problems.asException(consumer.getEndpoint().getEndpointBaseUri());
        }
    }

    private ExchangeFiller filler() {
        return options.isBatching()
                ? new BatchFiller(consumer, options.getBatchProcessor(), headers)
                : ExchangeFiller.SINGLE.filtered(headers);
    }

    private ShardReader closingBatches(ShardReader reader, Executor executor, ProblemReporter reporter) {
        Predicate predicate = BatchPredicate.resolve(
                options.getBatchPredicate(), consumer.getEndpoint().getCamelContext());
        return predicate == null
                ? reader
                : new BatchClosingReader(
                        reader, predicate, consumer.getEndpoint(), headers, executor, reporter::predicateFailed);
    }

    /** A reader whose consumers are registered and active; with a fallback, as far as that can be. */
    private ShardReader fanOut(
            KinesisClient kinesis,
            AccessOptions access,
            List<StreamSelection> selections,
            WorkerPools pools,
            TaskScheduler scheduler) {
        FanOutConsumers consumers = options.getFanOutConsumerArn() == null
                ? FanOutConsumers.named(kinesis, options.getFanOutConsumerName())
                : FanOutConsumers.registered(kinesis, options.getFanOutConsumerArn());
        FanOutShardReader reader = resources.add(new FanOutShardReader(
                subscriptions(access),
                consumers,
                pools.fetch(),
                scheduler,
                new SystemClock(),
                options.isFanOutFallback() ? new KinesisShardReader(kinesis, pools.fetch()) : null));
        OptionProblems problems = new OptionProblems();
        for (StreamSelection selection : selections) {
            try {
                reader.prepare(selection.stream());
            } catch (KinesisStreamException e) {
                problems.reject("retrieval", Retrieval.FAN_OUT, e);
            }
        }
        problems.throwIfAny(consumer.getEndpoint().getEndpointBaseUri());
        return reader;
    }

    private KinesisAsyncClient subscriptions(AccessOptions access) {
        KinesisAsyncClient given = options.getAmazonKinesisAsyncClient();
        return given != null ? given : resources.add(AwsClients.kinesisAsync(access.streams()));
    }

    /** What every reader brings goes through here, however it is fetched. */
    private ShardReader reader(ShardReader fetching, WorkerPools pools, KinesisShardLister lister) {
        return options.isDeaggregate() ? new DeaggregatingReader(fetching, pools.fetch(), lister::rangeOf) : fetching;
    }

    private WorkerEvents events(ProblemReporter reporter, ConsumerMeters meters, DrainTally tally, Clock clock) {
        WorkerLog log = new WorkerLog(clock::nanoTime);
        List<WorkerEvents> watchers = List.of(log, meters::on, tally, reporter);
        return event -> watchers.forEach(watcher -> tell(watcher, event, reporter));
    }

    /** What goes wrong with one who watches is told, and keeps the event from no other. */
    private static void tell(WorkerEvents watcher, WorkerEvent event, ProblemReporter reporter) {
        try {
            watcher.on(event);
        } catch (RuntimeException | StackOverflowError | LinkageError bug) {
            reporter.on(new WorkerEvent.Bug(bug));
        }
    }

    /** A client of the user's is the user's to close. */
    private KinesisClient kinesis(AccessOptions access, PoolSizes sizes) {
        KinesisClient given = options.getAmazonKinesisClient();
        return given != null ? given : resources.add(AwsClients.kinesis(access.streams(), sizes.fetch()));
    }

    private LeaseTableClients dynamoDb(AccessOptions access, PoolSizes sizes) {
        DynamoDbClient given = options.getDynamoDbClient();
        return given != null
                ? LeaseTableClients.of(given)
                : resources.add(LeaseTableClients.open(
                        access.leaseTable(),
                        sizes.table(),
                        PoolSizes.HEARTBEAT,
                        Math.max(sizes.table(), sizes.route())));
    }
}
