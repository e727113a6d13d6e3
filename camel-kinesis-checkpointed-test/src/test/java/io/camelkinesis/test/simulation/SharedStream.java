// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.consume.Delivery;
import io.camelkinesis.engine.consume.RecordSink;
import io.camelkinesis.engine.worker.Worker;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.camelkinesis.test.kinesis.Operation;
import io.camelkinesis.test.lease.InMemoryLeaseStore;
import io.camelkinesis.test.lease.InMemoryLeaseTable;
import io.camelkinesis.test.lease.LeaseFault;
import io.camelkinesis.test.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Several applications on one stream, whose limits hold. They know nothing of each other. */
final class SharedStream {

    /** One application: one worker with a table of its own, whose route takes no time. */
    static final class Application implements RecordSink {
        private final VirtualTime time;
        private long records;
        private Duration last = Duration.ZERO;
        private Duration longestPause = Duration.ZERO;

        private Application(VirtualTime time) {
            this.time = time;
        }

        @Override
        public void deliver(Delivery delivery) {
            if (delivery.start()) {
                records += delivery.records().size();
                Duration pause = time.elapsed().minus(last);
                longestPause = pause.compareTo(longestPause) > 0 ? pause : longestPause;
                last = time.elapsed();
                time.execute(delivery::completed);
            }
        }

        /** Records that it has processed. */
        long records() {
            return records;
        }

        /** The longest time without a record. */
        Duration longestPause() {
            return longestPause;
        }
    }

    final VirtualTime time = new VirtualTime();
    final InMemoryKinesis kinesis =
            InMemoryKinesis.builder().clock(time).throttling(true).build();
    final List<Application> applications = new ArrayList<>();

    SharedStream(int applications, FleetOptions options, long seed) {
        kinesis.createStream(World.STREAM, 1);
        for (int i = 0; i < applications; i++) {
            Application application = new Application(time);
            this.applications.add(application);
            InMemoryLeaseTable table = new InMemoryLeaseTable(time, options.leasePeriod());
            new Worker(
                            options.settings("application-" + i, List.of()),
                            new InMemoryLeaseStore(table, time, SteadyFleet.TABLE_LATENCY, LeaseFault.Plan.NO_FAULTS),
                            kinesis.shardLister(time, SteadyFleet.STREAM_LATENCY),
                            kinesis.shardReader(time, SteadyFleet.STREAM_LATENCY),
                            application,
                            time,
                            time,
                            new Random(seed * 31 + i),
                            event -> {})
                    .start();
        }
    }

    /** Puts a record every so often, for so long. */
    long putEvery(Duration pause, Duration duration) {
        long puts = duration.dividedBy(pause);
        for (long i = 0; i < puts; i++) {
            time.advance(pause);
            kinesis.put(World.STREAM, "key-" + i % 100, "r" + i);
        }
        return puts;
    }

    /** Part of the reads that were refused. */
    double throttled() {
        return (double) kinesis.throttled(Operation.GET_RECORDS) / kinesis.calls(Operation.GET_RECORDS);
    }
}
