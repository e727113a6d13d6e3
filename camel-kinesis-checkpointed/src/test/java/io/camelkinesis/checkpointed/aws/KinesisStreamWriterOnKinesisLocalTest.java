package io.camelkinesis.checkpointed.aws;

import io.camelkinesis.engine.produce.StreamWriter;
import io.camelkinesis.test.contract.StreamWriterContract;
import io.camelkinesis.test.kinesislocal.KinesisLocal;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** The writer, with our own clients, against an emulator that others wrote. */
class KinesisStreamWriterOnKinesisLocalTest extends StreamWriterContract {

    private static KinesisLocal kinesis;
    private static ExecutorService threads;
    private static StreamClients clients;

    @BeforeAll
    static void start() {
        kinesis = KinesisLocal.start();
        threads = Executors.newFixedThreadPool(4);
        clients = StreamClients.open(
                AwsAccess.builder()
                        .region("us-east-1")
                        .accessKey("test")
                        .secretKey("test")
                        .overrideEndpoint(true)
                        .uriEndpointOverride(kinesis.endpoint().toString())
                        .build(),
                4);
    }

    @AfterAll
    static void stop() {
        if (kinesis != null) {
            clients.close();
            threads.shutdownNow();
            kinesis.close();
        }
    }

    @Override
    protected StreamWriter writer() {
        return new KinesisStreamWriter(clients, threads);
    }

    @Override
    protected KinesisClient client() {
        return kinesis.client();
    }
}
