// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

import io.camelkinesis.engine.aggregate.Aggregate;
import io.camelkinesis.engine.aggregate.UserRecord;
import io.camelkinesis.engine.runtime.Clock;
import io.camelkinesis.engine.runtime.TaskScheduler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * Kinesis in memory: the streams of one account in one region, with the limits, the errors and the odd corners of the
 * service, as far as its documentation tells them.
 *
 * <p>It answers behind {@link #client()} and {@link #asyncClient()} to whoever speaks the AWS SDK, behind
 * {@link #shardReader}, {@link #shardLister} and {@link #streamWriter} to the engine, and behind
 * {@link io.camelkinesis.test.http.HttpKinesis} to other processes. What a test does through the methods here happens at once,
 * past throttles and faults. All of it may be used by many threads. Records stay in the heap until the retention period
 * of their stream is over, by this model's clock.
 */
public final class InMemoryKinesis {

    private final Account account;
    private final Clock clock;
    private final Gate gate = new Gate();
    private final Settings settings;
    private final Streams streams;
    private final ShardIterators iterators;
    private final RecordReader reader;
    private final ShardControls controls;
    private final StreamOperations streamOperations;
    private final KinesisOperations operations;

    private InMemoryKinesis(Builder builder) {
        clock = builder.clock;
        account = new Account(builder.account, builder.region);
        settings = new Settings(builder.shardLimit, builder.changeTime, builder.subscriptionLength, builder.throttling);
        streams = new Streams(account, clock);
        iterators = new ShardIterators(clock, streams, settings);
        reader = new RecordReader(clock, streams, iterators, settings);
        Resharding resharding = new Resharding(clock, streams);
        RecordWriter writer = new RecordWriter(clock, settings);
        ShardListing listing = new ShardListing(clock, streams);
        controls = new ShardControls(clock, streams, resharding, writer);
        streamOperations = new StreamOperations(gate, clock, streams, resharding, settings);
        ConsumerOperations consumers = new ConsumerOperations(gate, clock, streams, settings);
        operations = new KinesisOperations(
                streamOperations,
                new ShardOperations(gate, clock, streams, listing, resharding, streamOperations, settings),
                new RecordOperations(gate, streams, iterators, reader, writer),
                consumers,
                new Subscriptions(gate, clock, streams, iterators, consumers, settings));
        gate.plan(builder.faults);
    }

    /** An account without limits per second, without faults, on the system's time. */
    public static InMemoryKinesis create() {
        return builder().build();
    }

    /** An account to be described. */
    public static Builder builder() {
        return new Builder();
    }

    /** The SDK's synchronous interface. Its calls run on the caller's thread; closing it does nothing. */
    public KinesisClient client() {
        return new InMemoryKinesisClient(operations);
    }

    /** The SDK's asynchronous interface; calls run on two daemon threads, which end when it is closed. */
    public KinesisAsyncClient asyncClient() {
        DaemonThreads threads = new DaemonThreads();
        return new InMemoryKinesisAsyncClient(operations, threads::execute, threads, threads::close);
    }

    /**
     * The SDK's asynchronous interface.
     *
     * @param scheduler where calls run and events are sent, for example virtual time
     */
    public KinesisAsyncClient asyncClient(TaskScheduler scheduler) {
        return new InMemoryKinesisAsyncClient(operations, scheduler::execute, scheduler, () -> {});
    }

    /**
     * The SDK's asynchronous interface; a call is done on the caller's thread before its future is returned. It has no
     * subscriptions.
     */
    public KinesisAsyncClient asyncClientOnCallerThread() {
        return new InMemoryKinesisAsyncClient(operations, Runnable::run, null, () -> {});
    }

    /**
     * The engine's port to records.
     *
     * @param scheduler where answers are given, for example virtual time
     * @param latency how long each call takes; zero means: as the next task
     */
    public InMemoryShardReader shardReader(TaskScheduler scheduler, Duration latency) {
        return new InMemoryShardReader(gate, streams, iterators, reader, scheduler, latency);
    }

    /**
     * The engine's port to the shard list.
     *
     * @param scheduler where answers are given, for example virtual time
     * @param latency how long each call takes; zero means: as the next task
     */
    public InMemoryShardLister shardLister(TaskScheduler scheduler, Duration latency) {
        return new InMemoryShardLister(gate, streams, operations.shards(), scheduler, latency);
    }

    /**
     * The engine's port for putting records.
     *
     * @param scheduler where records are stored and answers given, for example virtual time
     * @param latency how long each call takes; zero means: the two next tasks
     */
    public InMemoryStreamWriter streamWriter(TaskScheduler scheduler, Duration latency) {
        return new InMemoryStreamWriter(operations.records(), scheduler, latency);
    }

    /** Creates a stream that is active at once, and returns its ARN. */
    public String createStream(String name, int shards) {
        return gate.inside(() -> streamOperations.createNow(name, shards));
    }

    /** Stores a record, routed by its key. */
    public StoredRecord put(String stream, String partitionKey, byte[] data) {
        return gate.inside(() -> controls.put(stream, partitionKey, data));
    }

    /** Stores a record of UTF-8 text, routed by its key. */
    public StoredRecord put(String stream, String partitionKey, String text) {
        return put(stream, partitionKey, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Stores records of zeros in every open shard, all of the key {@code fill}, wherever that is routed. They share one
     * payload, so that a stream of gigabytes takes megabytes of memory; whoever reads them gets a copy of each. Where
     * they need it, the stream takes larger records from then on.
     *
     * @param records how many go into each shard
     * @param bytes the payload of each; with the key, at most 10 MiB
     */
    public void fill(String stream, int records, int bytes) {
        gate.inside(() -> {
            controls.fill(stream, records, bytes);
            return null;
        });
    }

    /**
     * Stores many records in one, as Amazon's producer library does with {@code aggregation}. It goes to the shard of the
     * first one's partition key, wherever the others would go.
     */
    public StoredRecord putAggregated(String stream, List<UserRecord> records) {
        return put(stream, records.get(0).partitionKey(), Aggregate.encode(records));
    }

    /** Every record that a shard still holds, in order. */
    public List<StoredRecord> records(String stream, String shard) {
        return gate.inside(() -> controls.records(stream, shard));
    }

    /** Every record that the stream still holds: shard after shard in the order of their ids. */
    public List<StoredRecord> records(String stream) {
        return gate.inside(() -> controls.shards(stream, shard -> true).stream()
                .flatMap(shard -> controls.records(stream, shard).stream())
                .toList());
    }

    /** Ids of all shards that are still listed, open and closed. */
    public List<String> shards(String stream) {
        return gate.inside(() -> controls.shards(stream, shard -> true));
    }

    /** Ids of the shards that take records. */
    public List<String> openShards(String stream) {
        return gate.inside(() -> controls.shards(stream, ShardModel::isOpen));
    }

    /** Id of the open shard that takes records of this key. */
    public String shardFor(String stream, String partitionKey) {
        return gate.inside(() -> controls.shardFor(stream, partitionKey));
    }

    /** Splits a shard in its middle, at once; returns the ids of the two children, lower hash keys first. */
    public List<String> split(String stream, String shard) {
        return gate.inside(() -> controls.split(stream, shard));
    }

    /** Merges two adjacent shards, at once; returns the id of the child. */
    public String merge(String stream, String one, String other) {
        return gate.inside(() -> controls.merge(stream, one, other));
    }

    /** Forgets a closed shard with its records, as if the retention period had passed since it was closed. */
    public void forget(String stream, String closedShard) {
        gate.inside(() -> {
            controls.forget(stream, closedShard);
            return null;
        });
    }

    /** Every shard iterator that has been handed out so far is too old from now on. */
    public void expireIterators() {
        gate.inside(() -> {
            iterators.expireAll();
            return null;
        });
    }

    /** Switches the limits per second on or off. */
    public void throttling(boolean on) {
        gate.inside(() -> {
            settings.throttling(on);
            return null;
        });
    }

    /** Puts another fault plan in place of the present one. */
    public void faults(FaultPlan plan) {
        gate.plan(plan);
    }

    /** The next calls of this operation have these faults, one each, before the fault plan is asked again. */
    public void failNext(Operation operation, Fault... faults) {
        for (Fault fault : faults) {
            gate.failNext(operation, fault);
        }
    }

    /** Ends all faults, those of the plan and those still to come, and switches the limits per second off. */
    public void calm() {
        gate.calm();
        throttling(false);
    }

    /** How often an operation has been called, failed calls included. */
    public long calls(Operation operation) {
        return gate.calls(operation);
    }

    /** How many calls of an operation were refused because of a limit per second, or a fault that says so. */
    public long throttled(Operation operation) {
        return gate.throttled(operation);
    }

    /** The time of the service. */
    public Instant now() {
        return clock.now();
    }

    /** The ARN that a stream of this name has or would have. */
    public String arnOf(String stream) {
        return account.arnOf(stream);
    }

    /** Describes an account. */
    public static final class Builder {

        private String account = "000000000000";
        private String region = "us-east-1";
        private Clock clock = SystemTime.INSTANCE;
        private boolean throttling;
        private int shardLimit = Limits.DEFAULT_SHARDS_PER_ACCOUNT;
        private Duration changeTime = Duration.ZERO;
        private Duration subscriptionLength = Limits.SUBSCRIPTION_LIFE;
        private FaultPlan faults = FaultPlan.none();

        private Builder() {}

        /** 12 digits; {@code 000000000000} when not said. */
        public Builder account(String digits) {
            account = digits;
            return this;
        }

        /** {@code us-east-1} when not said. */
        public Builder region(String name) {
            region = name;
            return this;
        }

        /** The time of the service: throttles, arrival, retention, expiry. The system's when not said. */
        public Builder clock(Clock time) {
            clock = time;
            return this;
        }

        /** Whether the limits per second hold; off when not said. */
        public Builder throttling(boolean on) {
            throttling = on;
            return this;
        }

        /** Most open shards of the account, 20,000 when not said. */
        public Builder shardLimit(int shards) {
            shardLimit = shards;
            return this;
        }

        /** How long CREATING, UPDATING and DELETING last when they come through the SDK; no time when not said. */
        public Builder changeTime(Duration duration) {
            changeTime = duration;
            return this;
        }

        /** After how long subscriptions end; five minutes when not said. */
        public Builder subscriptionLength(Duration duration) {
            subscriptionLength = duration;
            return this;
        }

        /** What goes wrong; nothing when not said. */
        public Builder faults(FaultPlan plan) {
            faults = plan;
            return this;
        }

        /** The account, empty. */
        public InMemoryKinesis build() {
            return new InMemoryKinesis(this);
        }
    }
}
