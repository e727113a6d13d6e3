package io.camelkinesis.docs;

import org.apache.camel.builder.RouteBuilder;

/** The routes that the pages show; {@link DocsTest} holds the pages to them. */
final class DocsRoutes {

    private DocsRoutes() {}

    /** README.md. */
    static final class Orders extends RouteBuilder {
        @Override
        public void configure() {
            from("kinesis-cp:orders?leaseTable=checkpoints&leaseTableCreate=true")
                    .log("${header.CamelAwsKinesisPartitionKey}: ${body}")
                    .to("bean:orders");
        }
    }

    /** docs/how-to/handle-failures.md. */
    static final class FailedOrders extends RouteBuilder {
        @Override
        public void configure() {
            errorHandler(deadLetterChannel("aws2-sqs:failed-orders")
                    .deadLetterHandleNewException(false)
                    .maximumRedeliveries(3)
                    .redeliveryDelay(200));

            from("kinesis-cp:orders?leaseTable=checkpoints&leaseTableCreate=true&replayDelay=100ms")
                    .to("bean:orders");
        }
    }

    /** docs/how-to/handle-failures.md. */
    static final class DeadOrders extends RouteBuilder {
        @Override
        public void configure() {
            from("kinesis-cp:orders?leaseTable=checkpoints&leaseTableCreate=true"
                            + "&maxReplays=3&replayDelay=100ms"
                            + "&afterMaxReplays=DEAD_LETTER&deadLetterUri=aws2-sqs:failed-orders")
                    .to("bean:orders");
        }
    }

    /** docs/how-to/consume-in-batches.md. */
    static final class BatchedOrders extends RouteBuilder {
        @Override
        public void configure() {
            from("kinesis-cp:orders?leaseTable=checkpoints&leaseTableCreate=true"
                            + "&batchSize=500&batchPeriod=1s&batchOnFailure=BISECT"
                            + "&onFailure=DEAD_LETTER&deadLetterUri=aws2-sqs:failed-orders")
                    .to("bean:orders");
        }
    }

    /** docs/how-to/use-an-emulator.md. */
    static final class Emulator extends RouteBuilder {
        @Override
        public void configure() {
            from("kinesis-cp:orders?region=us-east-1"
                            + "&overrideEndpoint=true&uriEndpointOverride=http://localhost:4567"
                            + "&leaseTableEndpoint=http://localhost:8000"
                            + "&accessKey=test&secretKey=test"
                            + "&leaseTable=checkpoints&leaseTableCreate=true")
                    .to("bean:orders");
        }
    }
}
