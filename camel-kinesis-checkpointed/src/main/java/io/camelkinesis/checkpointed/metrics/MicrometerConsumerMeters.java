// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.metrics;

import io.camelkinesis.engine.consume.ShardStatus;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.runtime.Clock;
import io.camelkinesis.engine.runtime.WorkerEvent;
import io.camelkinesis.engine.worker.Worker;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Meters of a consumer in the application's registry. What happens is counted on the worker's loop, in meters that were
 * registered before. A thread of its own looks at the worker each second, and alone registers and removes the gauges of shards:
 * what a registry does then is the application's code.
 */
final class MicrometerConsumerMeters implements ConsumerMeters {

    private static final Logger LOG = LoggerFactory.getLogger(MicrometerConsumerMeters.class);

    private static final Duration LOOK_PERIOD = Duration.ofSeconds(1);

    /** Longest wait for a worker to answer; a look that is not answered by then is waited for again, and no other is asked for. */
    private static final Duration LOOK_LIMIT = Duration.ofSeconds(1);

    private final CamelContext context;
    private final Object source;
    private final MeterSet meters;
    private final Map<StreamId, StreamMeters> streams = new HashMap<>();
    private final ShardGauges shards;
    /** Records of each stream that are counted as completed. */
    private final Map<StreamId, Long> completed = new HashMap<>();

    private @Nullable Worker worker;
    private @Nullable ScheduledExecutorService thread;
    private @Nullable Future<?> looks;
    private @Nullable CompletableFuture<Look> asked;
    private boolean told;

    /** What the worker tells. */
    private record Look(List<ShardStatus> shards, SortedMap<StreamId, Long> completed) {}

    private MicrometerConsumerMeters(
            CamelContext context, Object source, MeterSet meters, Map<StreamId, Tags> tags, Clock clock) {
        this.context = context;
        this.source = source;
        this.meters = meters;
        this.shards = new ShardGauges(meters, tags, clock);
        tags.forEach((stream, of) -> streams.put(stream, new StreamMeters(meters, of, clock::nanoTime)));
    }

    /** Null when the application has no registry. */
    static @Nullable ConsumerMeters open(
            CamelContext context, @Nullable String routeId, Object source, List<StreamId> streams, Clock clock) {
        MeterRegistry registry = RegistryLookup.find(context);
        if (registry == null) {
            return null;
        }
        MeterSet meters = new MeterSet(context, SharedMeters.of(context, registry));
        Map<StreamId, Tags> tags = new LinkedHashMap<>();
        for (StreamId stream : streams) {
            tags.put(
                    stream,
                    meters.contextTags()
                            .and(
                                    MeterSet.tag(Meters.Tag.ROUTE_ID, routeId == null ? "" : routeId),
                                    MeterSet.tag(Meters.Tag.GROUP, stream.group()),
                                    MeterSet.tag(Meters.Tag.STREAM, stream.stream())));
        }
        try {
            return new MicrometerConsumerMeters(context, source, meters, tags, clock);
        } catch (RuntimeException | LinkageError e) {
            meters.close();
            throw e;
        }
    }

    @Override
    public void watch(Worker watched) {
        worker = watched;
        thread = context.getExecutorServiceManager().newSingleThreadScheduledExecutor(source, "kinesis-cp-meters");
        looks = thread.scheduleWithFixedDelay(this::look, 0, LOOK_PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            CompletableFuture<Look> answer = ask();
            Look look = answer.get(LOOK_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            asked = null;
            shards.update(look.shards());
            streams.forEach((stream, of) -> of.holds((int) look.shards().stream()
                    .filter(shard -> shard.shard().stream().equals(stream))
                    .count()));
            count(look.completed());
        } catch (TimeoutException busy) {
            LOG.debug("The worker is busy; the meters of its shards show what it told before");
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | RuntimeException | LinkageError e) {
            asked = null;
            failed(e);
        }
    }

    private CompletableFuture<Look> ask() {
        CompletableFuture<Look> present = asked;
        Worker watched = worker;
        if (present == null && watched != null) {
            present =
                    watched.status().thenCombine(watched.completed(), Look::new).toCompletableFuture();
            asked = present;
        }
        return present;
    }

    private synchronized void count(SortedMap<StreamId, Long> now) {
        now.forEach((stream, records) -> {
            long before = completed.getOrDefault(stream, 0L);
            StreamMeters of = streams.get(stream);
            if (of != null && records > before) {
                of.completed(records - before);
                completed.put(stream, records);
            }
        });
    }

    /** Nothing that goes wrong with a meter may stop the worker. */
    @Override
    public void on(WorkerEvent event) {
        try {
            if (event instanceof WorkerEvent.OfShard ofShard) {
                StreamMeters of = streams.get(ofShard.shard().stream());
                if (of != null) {
                    of.on(ofShard);
                }
            } else {
                ofStream(event);
            }
        } catch (RuntimeException | LinkageError e) {
            failed(e);
        }
    }

    private void ofStream(WorkerEvent event) {
        if (event instanceof WorkerEvent.Heartbeat beat) {
            of(beat.stream()).heartbeat(beat);
        } else if (event instanceof WorkerEvent.HeartbeatMissed missed) {
            of(missed.stream()).heartbeatMissed();
        } else if (event instanceof WorkerEvent.Fenced fenced) {
            of(fenced.stream()).fenced();
        } else if (event instanceof WorkerEvent.LookFailed failed) {
            of(failed.stream()).lookFailed();
        } else if (event instanceof WorkerEvent.Joined joined) {
            of(joined.stream()).joined();
        } else if (event instanceof WorkerEvent.MemberAppeared appeared) {
            of(appeared.stream()).memberAppeared(appeared.clientId());
        } else if (event instanceof WorkerEvent.MemberGone gone) {
            of(gone.stream()).memberGone(gone.clientId());
        }
    }

    private StreamMeters of(StreamId stream) {
        StreamMeters of = streams.get(stream);
        if (of == null) {
            throw new IllegalStateException(stream + " is not a stream of this consumer");
        }
        return of;
    }

    private synchronized void failed(Throwable cause) {
        if (!told) {
            told = true;
            LOG.warn("A meter of kinesis-cp could not be kept; this is said once", cause);
        }
    }

    @Override
    public void close() {
        if (looks != null) {
            looks.cancel(true);
            context.getExecutorServiceManager().shutdownNow(thread);
        }
        Worker watched = worker;
        if (watched != null) {
            try {
                count(watched.completed().toCompletableFuture().get(LOOK_LIMIT.toMillis(), TimeUnit.MILLISECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException | RuntimeException e) {
                LOG.debug("The worker did not tell what it did last", e);
            }
        }
        meters.close();
    }
}
