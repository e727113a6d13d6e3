// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.docs;

import io.camelkinesis.checkpointed.KinesisCheckpointedConstants;
import io.camelkinesis.checkpointed.KinesisManualCommit;
import io.camelkinesis.checkpointed.aws.KinesisCheckpoint;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.AggregationStrategies;
import org.apache.camel.builder.RouteBuilder;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

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

    /** docs/how-to/commit-by-hand.md. */
    static final class GroupsOfOrders extends RouteBuilder {
        @Override
        public void configure() {
            from("kinesis-cp:orders?leaseTable=checkpoints&leaseTableCreate=true&allowManualCommit=true")
                    .aggregate(constant(true), AggregationStrategies.groupedExchange())
                    .completionSize(100)
                    .completionTimeout(1000)
                    .forceCompletionOnStop()
                    .to("bean:orders")
                    .process(group -> {
                        for (Object order : group.getMessage().getBody(List.class)) {
                            ((Exchange) order)
                                    .getMessage()
                                    .getHeader(KinesisCheckpointedConstants.MANUAL_COMMIT, KinesisManualCommit.class)
                                    .commit();
                        }
                    });
        }
    }

    /** docs/how-to/exactly-once-into-dynamodb.md. */
    static final class Totals extends RouteBuilder {
        @Override
        public void configure() {
            from("kinesis-cp:orders?leaseTable=checkpoints&leaseTableCreate=true&checkpointLimit=1")
                    .process(exchange -> {
                        Message order = exchange.getMessage();
                        String customer = order.getHeader(KinesisCheckpointedConstants.PARTITION_KEY, String.class);
                        order.getHeader(KinesisCheckpointedConstants.CHECKPOINT, KinesisCheckpoint.class)
                                .storeWith(oneMore(customer));
                    });
        }

        static TransactWriteItem oneMore(String customer) {
            return TransactWriteItem.builder()
                    .update(update -> update.tableName("totals")
                            .key(Map.of("Customer", AttributeValue.fromS(customer)))
                            .updateExpression("ADD Orders :one")
                            .expressionAttributeValues(Map.of(":one", AttributeValue.fromN("1"))))
                    .build();
        }

        /** With a client of the route's own. */
        static void store(DynamoDbClient dynamoDb, String customer, KinesisCheckpoint checkpoint) {
            try {
                dynamoDb.transactWriteItems(request -> request.transactItems(oneMore(customer), checkpoint.item()));
            } catch (TransactionCanceledException e) {
                if (!checkpoint.isStored()) {
                    throw e;
                }
            }
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

    /** README.md and docs/how-to/put-records.md. */
    static final class PutByCustomer extends RouteBuilder {
        @Override
        public void configure() {
            from("direct:orders")
                    .setHeader("CamelAwsKinesisPartitionKey", simple("${header.customer}"))
                    .to("kinesis-cp:orders");
        }
    }

    /** docs/how-to/put-records.md. */
    static final class CopyOrders extends RouteBuilder {
        @Override
        public void configure() {
            from("kinesis-cp:orders?leaseTable=checkpoints").to("kinesis-cp:copies");
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
