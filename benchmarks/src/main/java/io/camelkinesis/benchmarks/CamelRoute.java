// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.benchmarks;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** A route that counts: leases, checkpoints, order of keys, exchanges and all. */
final class CamelRoute {

    private CamelRoute() {}

    /** @param arguments the endpoint, the endpoint of DynamoDB, the lease table, then a {@link Workload} */
    public static void main(String[] arguments) throws Exception {
        Deque<String> rest = new ArrayDeque<>(List.of(arguments));
        String endpoint = rest.removeFirst();
        String dynamoDb = rest.removeFirst();
        String table = rest.removeFirst();
        Workload workload = Workload.parse(rest.toArray(new String[0]));
        Counter counter = new Counter(workload);
        DefaultCamelContext context = new DefaultCamelContext();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("kinesis-cp:" + workload.stream() + "?leaseTable=" + table
                                + "&leaseTableCreate=true&ordering=KEY&region=us-east-1&accessKey=test&secretKey=test"
                                + "&overrideEndpoint=true&uriEndpointOverride=" + endpoint + "&leaseTableEndpoint="
                                + dynamoDb)
                        .process(exchange -> counter.done(1));
            }
        });
        context.start();
        System.out.println(counter.measure().line());
        System.exit(0);
    }
}
