// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.http;

import io.camelkinesis.test.process.ParentWatch;

/**
 * Program: an in-memory Kinesis behind HTTP on the loopback interface. Prints {@code endpoint=http://127.0.0.1:PORT} when it
 * listens. It ends when its standard input ends, so that it never outlives the program that started it; with
 * {@code --detached} it runs until it is killed. Exit code 2 when an option is wrong, 1 when the port is taken.
 */
public final class KinesisServer {

    static final String ENDPOINT_LINE = "endpoint=";

    private static final int PORT_TAKEN = 1;
    private static final int WRONG_OPTION = 2;

    private KinesisServer() {}

    /**
     * Runs it.
     *
     * @param args {@code --port N}, {@code --stream NAME:SHARDS}, {@code --fill RECORDS:BYTES}, {@code --throttling},
     *     {@code --shard-limit N}, {@code --account DIGITS}, {@code --region NAME}, {@code --faults SEED:CHANCE},
     *     {@code --detached}
     */
    public static void main(String[] args) throws Exception {
        ServerOptions options;
        HttpKinesis server;
        try {
            options = ServerOptions.parse(args);
            server = HttpKinesis.start(options.kinesis(), options.port());
        } catch (IllegalArgumentException e) {
            end(WRONG_OPTION, e.getMessage() + System.lineSeparator() + ServerOptions.USAGE);
            return;
        } catch (IllegalStateException e) {
            end(PORT_TAKEN, e.getMessage());
            return;
        }
        System.out.println(ENDPOINT_LINE + server.endpoint());
        System.out.flush(); // Maven's standard output has a buffer
        if (options.detached()) {
            Thread.currentThread().join();
        }
        ParentWatch.awaitEndOfInput();
        Runtime.getRuntime().halt(0);
    }

    private static void end(int code, String message) {
        System.err.println(message);
        System.exit(code);
    }
}
