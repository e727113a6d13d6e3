// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.exactlyonce;

import io.camelkinesis.test.process.ServerProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** The processes that count. One that is killed is replaced. */
final class Workers implements AutoCloseable {

    /** Each lives for seconds only: compile little, collect simply. */
    private static final List<String> JVM_OPTIONS = List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private final List<String> arguments;
    private final List<CompletableFuture<ServerProcess>> workers = new ArrayList<>();

    /** @param arguments of each {@link TotalsWorker} */
    Workers(int count, List<String> arguments) {
        this.arguments = arguments;
        for (int i = 0; i < count; i++) {
            workers.add(start());
        }
    }

    private CompletableFuture<ServerProcess> start() {
        return CompletableFuture.supplyAsync(() -> ServerProcess.start(
                new ServerProcess.Program("A worker", TotalsWorker.class, JVM_OPTIONS, arguments, Map.of()),
                TotalsWorker.COUNTING));
    }

    /** Kills one that has joined its group as {@code kill -9} does, in whatever it is doing, and begins to start another. */
    void killOne(Random random) {
        CompletableFuture.anyOf(workers.toArray(new CompletableFuture<?>[0])).join();
        int[] joined = IntStream.range(0, workers.size())
                .filter(i -> workers.get(i).isDone())
                .toArray();
        int victim = joined[random.nextInt(joined.length)];
        ProcessHandle process = workers.get(victim).join().handle();
        process.destroyForcibly();
        process.onExit().join();
        workers.set(victim, start());
    }

    /** Stops them cleanly. */
    @Override
    public void close() {
        workers.forEach(worker -> worker.thenAccept(ServerProcess::close)
                .exceptionally(notStarted -> null)
                .join());
    }
}
