// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.proof;

import io.camelkinesis.checkpointed.KinesisCheckpointedConstants;
import io.camelkinesis.engine.model.SequenceNumber;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * Main class of the processes that are killed: a route that appends a line to a file for each record, with one write,
 * before the exchange completes. It stops cleanly when its standard input ends, and at SIGTERM.
 */
final class CrashProofConsumer extends RouteBuilder {

    private static final int WORK_MILLIS = 10;
    private static final int WORK_ARGUMENT = 3;

    private final int run;
    private final FileChannel file;
    private final String uri;
    private final int workMillis;

    private CrashProofConsumer(int run, FileChannel file, String uri, int workMillis) {
        this.run = run;
        this.file = file;
        this.uri = uri;
        this.workMillis = workMillis;
    }

    /** Arguments: number of the run, file, endpoint URI, and how long a record takes in milliseconds, default 10. */
    public static void main(String[] args) throws Exception {
        try (FileChannel file =
                        FileChannel.open(Path.of(args[1]), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                DefaultCamelContext camel = new DefaultCamelContext()) {
            int workMillis = args.length > WORK_ARGUMENT ? Integer.parseInt(args[WORK_ARGUMENT]) : WORK_MILLIS;
            camel.addRoutes(new CrashProofConsumer(Integer.parseInt(args[0]), file, args[2], workMillis));
            Runtime.getRuntime().addShutdownHook(new Thread(camel::stop, "SIGTERM"));
            camel.start();
            awaitEndOfInput();
        }
    }

    private static void awaitEndOfInput() throws IOException {
        int read;
        do {
            read = System.in.read();
        } while (read >= 0);
    }

    @Override
    public void configure() {
        from(uri).delay(workMillis).syncDelayed().process(this::append);
    }

    private void append(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        ProcessedRecord record = new ProcessedRecord(
                run,
                System.currentTimeMillis(),
                message.getHeader(KinesisCheckpointedConstants.PARTITION_KEY, String.class),
                Integer.parseInt(message.getBody(String.class)),
                message.getHeader(KinesisCheckpointedConstants.SHARD_ID, String.class),
                SequenceNumber.of(message.getHeader(KinesisCheckpointedConstants.SEQUENCE_NUMBER, String.class)));
        ByteBuffer line = ByteBuffer.wrap(record.line().getBytes(StandardCharsets.US_ASCII));
        int written = file.write(line);
        if (line.hasRemaining()) {
            throw new IOException("Only " + written + " bytes of a line were written");
        }
    }
}
