// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.fleet;

import io.camelkinesis.test.process.ServerProcess;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The workers, each in a JVM of its own. */
final class Workers implements AutoCloseable {

    /** Each lives for seconds only: compile little, collect simply. */
    private static final List<String> JVM_OPTIONS = List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private final Map<String, ServerProcess> living = new LinkedHashMap<>();
    private final Map<Long, String> names = new HashMap<>();

    /**
     * Starts them all at once; all have started when it returns.
     *
     * @param uri of the orders
     * @param done gets each order that one of them has done, on threads of its own
     */
    Workers(int count, String uri, Consumer<String> done) {
        Map<String, CompletableFuture<ServerProcess>> starting = new LinkedHashMap<>();
        for (int i = 1; i <= count; i++) {
            String name = "worker-" + i;
            starting.put(name, CompletableFuture.supplyAsync(() -> start(name, uri, done)));
        }
        CompletableFuture<?> all = CompletableFuture.allOf(starting.values().toArray(new CompletableFuture<?>[0]));
        all.handle((started, failure) -> failure).join();
        starting.forEach((name, worker) -> {
            if (!worker.isCompletedExceptionally()) {
                living.put(name, worker.join());
                names.put(worker.join().handle().pid(), name);
            }
        });
        if (all.isCompletedExceptionally()) {
            close();
            all.join();
        }
    }

    private static ServerProcess start(String name, String uri, Consumer<String> done) {
        return ServerProcess.start(
                new ServerProcess.Program(name, Worker.class, JVM_OPTIONS, List.of(uri), Map.of()),
                Worker.STARTED,
                line -> {
                    if (line.startsWith(Worker.DONE)) {
                        done.accept(line.substring(Worker.DONE.length()));
                    }
                });
    }

    /** Names of those that live. */
    List<String> living() {
        return new ArrayList<>(living.keySet());
    }

    boolean isLiving(String name) {
        return living.containsKey(name);
    }

    /**
     * Name of a worker, living or not.
     *
     * @param clientId as it stands in the lease table: host, process id, something random
     */
    String nameOf(String clientId) {
        String[] parts = clientId.split("-");
        return names.getOrDefault(Long.parseLong(parts[parts.length - 2]), "somebody");
    }

    /** Kills one as {@code kill -9} does, in whatever it is doing. */
    void kill(String name) {
        ProcessHandle process = living.remove(name).handle();
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Stops them cleanly. */
    @Override
    public void close() {
        living.values().forEach(ServerProcess::close);
        living.clear();
    }
}
