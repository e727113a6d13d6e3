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

    /** docs/how-to/use-enhanced-fan-out.md. */
    static final class FanOutOrders extends RouteBuilder {
        @Override
        public void configure() {
            from("kinesis-cp:orders?leaseTable=checkpoints&leaseTableCreate=true&group=billing"
                            + "&retrieval=FAN_OUT&fanOutConsumerName=billing")
                    .to("bean:orders");
        }
    }
}
