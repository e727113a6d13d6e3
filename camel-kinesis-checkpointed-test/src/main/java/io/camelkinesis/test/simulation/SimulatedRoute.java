package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.consume.Delivery;
import io.camelkinesis.engine.consume.RecordSink;
import io.camelkinesis.engine.model.StreamRecord;
import java.util.ArrayDeque;
import java.util.Queue;

/** A route with a number of threads: deliveries wait in a queue, run for a while, and complete or fail. */
final class SimulatedRoute implements RecordSink {

    private final String worker;
    private final World world;
    private final WorkerTime time;
    private final RouteBehaviour behaviour;
    private final Queue<Delivery> queue = new ArrayDeque<>();
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
        queue.add(delivery);
        if (idleThreads > 0) {
            idleThreads--;
            time.execute(this::next);
        }
    }

    private void next() {
        Delivery delivery = queue.poll();
        if (delivery == null) {
            idleThreads++;
            return;
        }
        if (!delivery.start()) {
            time.execute(this::next);
            return;
        }
        for (StreamRecord record : delivery.records()) {
            world.observe(new Observation.Started(
                    worker, delivery.shard(), delivery.leaseEpoch(), record, delivery.replayCount()));
        }
        time.schedule(() -> finish(delivery), behaviour.duration(delivery));
    }

    private void finish(Delivery delivery) {
        boolean fails = behaviour.fails(delivery);
        for (StreamRecord record : delivery.records()) {
            world.observe(new Observation.Finished(worker, delivery.shard(), delivery.leaseEpoch(), record, !fails));
        }
        if (fails) {
            delivery.failed(new IllegalStateException("The route failed"));
        } else {
            delivery.completed();
        }
        next();
    }
}
