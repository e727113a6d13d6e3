// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.consume.DeadLetter;
import io.camelkinesis.engine.consume.Delivery;
import io.camelkinesis.engine.consume.RecordSink;
import io.camelkinesis.engine.model.StreamRecord;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/**
 * A route with a number of threads: deliveries wait in a queue, run for a while, and complete or fail; or are processed and
 * committed later. What goes to the dead letter endpoint runs on the same threads.
 */
final class SimulatedRoute implements RecordSink {

    private record Task(Delivery delivery, boolean letter) {}

    private final String worker;
    private final World world;
    private final WorkerTime time;
    private final RouteBehaviour behaviour;
    private final Queue<Task> queue = new ArrayDeque<>();
    private int idleThreads;

    SimulatedRoute(String worker, World world, WorkerTime time, RouteBehaviour behaviour, int threads) {
        this.worker = worker;
        this.world = world;
        this.time = time;
        this.behaviour = behaviour;
        this.idleThreads = threads;
    }

    @Override
    public void deliver(Delivery delivery) {
        add(new Task(delivery, false));
    }

    @Override
    public void deadLetter(Delivery delivery, DeadLetter why) {
        add(new Task(delivery, true));
    }

    private void add(Task task) {
        queue.add(task);
        if (idleThreads > 0) {
            idleThreads--;
            time.execute(this::next);
        }
    }

    private void next() {
        Task task = queue.poll();
        if (task == null) {
            idleThreads++;
            return;
        }
        Delivery delivery = task.delivery();
        if (!delivery.start()) {
            time.execute(this::next);
            return;
        }
        if (task.letter()) {
            time.schedule(() -> post(delivery), behaviour.duration(delivery));
            return;
        }
        for (StreamRecord record : delivery.records()) {
            world.observe(new Observation.Started(
                    worker,
                    delivery.shard(),
                    delivery.leaseEpoch(),
                    record,
                    delivery.records().get(0).sequence(),
                    delivery.replayCount()));
        }
        time.schedule(() -> finish(delivery), behaviour.duration(delivery));
    }

    private void finish(Delivery delivery) {
        Optional<Duration> commit = behaviour.commitsAfter(delivery);
        if (behaviour.fails(delivery)) {
            end(delivery, false);
        } else if (commit.isPresent()) {
            for (StreamRecord record : delivery.records()) {
                world.observe(new Observation.Processed(worker, delivery.shard(), delivery.leaseEpoch(), record));
            }
            delivery.processed();
            time.schedule(() -> end(delivery, !behaviour.fails(delivery)), commit.get());
        } else {
            end(delivery, true);
        }
        next();
    }

    private void end(Delivery delivery, boolean completed) {
        for (StreamRecord record : delivery.records()) {
            world.observe(new Observation.Finished(worker, delivery.shard(), delivery.leaseEpoch(), record, completed));
        }
        if (completed) {
            delivery.completed();
        } else {
            delivery.failed(new IllegalStateException("The route failed"));
        }
    }

    private void post(Delivery delivery) {
        if (behaviour.accepts(delivery)) {
            for (StreamRecord record : delivery.records()) {
                world.observe(new Observation.GivenUp(worker, delivery.shard(), record.sequence()));
            }
            delivery.completed();
        } else {
            delivery.failed(new IllegalStateException("The dead letter endpoint failed"));
        }
        next();
    }
}
