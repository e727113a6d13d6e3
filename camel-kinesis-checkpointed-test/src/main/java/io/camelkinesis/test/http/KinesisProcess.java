// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.http;

import io.camelkinesis.test.process.ServerProcess;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** The in-memory Kinesis in a child process. */
final class KinesisProcess implements HttpKinesis {

    private final ServerProcess server;
    private final URI endpoint;

    private KinesisProcess(ServerProcess server) {
        this.server = server;
        this.endpoint = URI.create(server.announced());
    }

    static KinesisProcess start(String... options) {
        ServerProcess.Program program = new ServerProcess.Program(
                "The in-memory Kinesis",
                KinesisServer.class,
                List.of("-XX:+UseParallelGC"),
                List.of(options),
                Map.of());
        return new KinesisProcess(ServerProcess.start(program, KinesisServer.ENDPOINT_LINE));
    }

    @Override
    public URI endpoint() {
        return endpoint;
    }

    /** The child process, for tests that watch or measure it. */
    ProcessHandle process() {
        return server.handle();
    }

    @Override
    public void close() {
        server.close();
    }
}
