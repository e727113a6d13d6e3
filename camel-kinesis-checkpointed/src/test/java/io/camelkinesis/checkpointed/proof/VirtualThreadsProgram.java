// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.proof;

import io.camelkinesis.test.dynamodb.DynamoDbLocal;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Main class of a JVM whose Camel may run with virtual threads: it routes as many records at once as virtual threads allow
 * by default, which is more than platform threads do, and prints on what kind of thread.
 */
final class VirtualThreadsProgram {

    static final int AT_ONCE = 200;

    private static final long PATIENCE_SECONDS = 60;

    private VirtualThreadsProgram() {}

    public static void main(String[] args) throws Exception {
        InMemoryKinesis kinesis = InMemoryKinesis.create();
        kinesis.createStream("orders", 1);
        for (int i = 0; i < AT_ONCE; i++) {
            kinesis.put("orders", "key-" + i, "m" + i);
        }
        CountDownLatch entered = new CountDownLatch(AT_ONCE);
        StringBuffer kinds = new StringBuffer();
        try (DynamoDbLocal dynamoDb = DynamoDbLocal.inProcess();
                DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getRegistry().bind("kinesis", kinesis.client());
            camel.getRegistry().bind("dynamoDb", dynamoDb.client());
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("kinesis-cp:orders?leaseTable=leases&leaseTableCreate=true&commitPeriod=20")
                            .process(exchange -> {
                                entered.countDown();
                                entered.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                                kinds.append(Thread.currentThread().toString().startsWith("VirtualThread") ? 'v' : 'p');
                            });
                }
            });
            camel.start();
            boolean all = entered.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            camel.stop();
            long committed = dynamoDb.client()
                            .getItem(get -> get.tableName("leases").key(key("shardId-000000000000")))
                            .item()
                            .get("SequenceNumber")
                            .s()
                            .equals(kinesis.records("orders")
                                    .get(AT_ONCE - 1)
                                    .sequence()
                                    .digits())
                    ? AT_ONCE
                    : -1;
            System.out.println("all at once=" + all + " virtual="
                    + kinds.chars().filter(kind -> kind == 'v').count() + " committed=" + committed);
        }
        // DynamoDB Local in process leaves threads that would keep this JVM
        System.exit(0);
    }

    private static Map<String, AttributeValue> key(String shard) {
        return Map.of("StreamID", AttributeValue.fromS("orders"), "ShardID", AttributeValue.fromS(shard));
    }
}
