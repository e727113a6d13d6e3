// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.camelkinesis.engine.model.StreamId;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamsUriTest {

    private static final String ARN = "arn:aws:kinesis:eu-west-1:111122223333:stream/orders";

    static Stream<Arguments> goodPaths() {
        return Stream.of(
                arguments("orders", "orders=[]"),
                arguments("orders,payments", "orders=[], payments=[]"),
                arguments(" orders , payments ", "orders=[], payments=[]"),
                arguments("a.b_c-D9", "a.b_c-D9=[]"),
                arguments(ARN, ARN + "=[]"),
                arguments(ARN + ",payments", ARN + "=[], payments=[]"),
                arguments(
                        "arn:aws-cn:kinesis:cn-north-1:111122223333:stream/orders",
                        "arn:aws-cn:kinesis:cn-north-1:111122223333:stream/orders=[]"),
                arguments(
                        "arn:aws-us-gov:kinesis:us-gov-west-1:111122223333:stream/orders",
                        "arn:aws-us-gov:kinesis:us-gov-west-1:111122223333:stream/orders=[]"),
                arguments(
                        ARN + ",arn:aws:kinesis:eu-west-1:999988887777:stream/orders",
                        ARN + "=[], arn:aws:kinesis:eu-west-1:999988887777:stream/orders=[]"),
                arguments("orders:0,orders:3", "orders=[shardId-000000000000, shardId-000000000003]"),
                arguments("orders:shardId-000000000012", "orders=[shardId-000000000012]"),
                arguments("orders:0,payments:1", "orders=[shardId-000000000000], payments=[shardId-000000000001]"),
                arguments(ARN + ":0", ARN + "=[shardId-000000000000]"),
                arguments(ARN + ":shardId-000000000007", ARN + "=[shardId-000000000007]"),
                arguments("orders:123456789012", "orders=[shardId-123456789012]"));
    }

    @ParameterizedTest
    @MethodSource("goodPaths")
    void reads(String path, String expected) {
        OptionProblems problems = new OptionProblems();
        StreamsUri streams = StreamsUri.parse(path, problems);
        problems.throwIfAny("kinesis-cp:" + path);
        assertThat(streams.shardsByStream()).hasToString("{" + expected + "}");
    }

    static Stream<Arguments> badPaths() {
        return Stream.of(
                arguments("", "an entry is empty"),
                arguments("orders,,payments", "an entry is empty"),
                arguments("orders, ", "an entry is empty"),
                arguments("or ders", "a stream name is 1 to 128 characters"),
                arguments("orders/eu", "a stream name is 1 to 128 characters"),
                arguments("a".repeat(129), "a stream name is 1 to 128 characters"),
                arguments(":0", "a stream name is 1 to 128 characters"),
                arguments("orders:", "a shard is a number or an id"),
                arguments("orders:-1", "a shard is a number or an id"),
                arguments("orders:shardId-3", "a shard is a number or an id"),
                arguments("orders:1234567890123", "a shard is a number or an id"),
                arguments("orders:0:1", "a shard is a number or an id"),
                arguments(ARN + ":x", "a shard is a number or an id"),
                arguments("arn:aws:sqs:eu-west-1:111122223333:orders", "an ARN of a stream reads"),
                arguments("arn:aws:kinesis:eu-west-1:1111:stream/orders", "an ARN of a stream reads"),
                arguments("arn:aws:kinesis:eu-west-1:111122223333:orders", "an ARN of a stream reads"),
                arguments("orders,orders", "'orders' is named twice"),
                arguments("orders:0,orders:shardId-000000000000", "'orders:shardId-000000000000' is named twice"),
                arguments("orders," + ARN, "may be the same stream"),
                arguments(ARN + ":0,orders:1", "may be the same stream"),
                arguments("orders,payments:0", "either every entry names a shard"),
                arguments("orders:0,orders", "either every entry names a shard"),
                arguments(ARN + ",arn:aws:kinesis:us-east-1:111122223333:stream/x", "must name one region"));
    }

    @ParameterizedTest
    @MethodSource("badPaths")
    void refuses(String path, String why) {
        OptionProblems problems = new OptionProblems();
        StreamsUri.parse(path, problems);
        CannotConsumeException refused =
                catchThrowableOfType(CannotConsumeException.class, () -> problems.throwIfAny("kinesis-cp:" + path));
        assertThat(refused.problems())
                .singleElement()
                .asString()
                .startsWith("streams=")
                .contains(why);
    }

    @Test
    void tellsAllThatIsWrongAtOnce() {
        OptionProblems problems = new OptionProblems();
        StreamsUri.parse("orders,,or ders,payments:x", problems);
        CannotConsumeException refused =
                catchThrowableOfType(CannotConsumeException.class, () -> problems.throwIfAny("kinesis-cp:..."));
        assertThat(refused.problems()).hasSize(3);
        assertThat(refused).hasMessageContaining("for 3 reasons");
    }

    @Test
    void selectionsCarryTheGroup() {
        StreamsUri streams = StreamsUri.parse("orders:0,payments:1", new OptionProblems());
        assertThat(streams.selections("billing"))
                .extracting(selection -> selection.stream().tableKey() + selection.shards())
                .containsExactly("orders@billing[shardId-000000000000]", "payments@billing[shardId-000000000001]");
        assertThat(streams.selections(null).get(0).stream()).isEqualTo(StreamId.of("orders"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "orders",
                "orders,payments",
                "orders:0,orders:3",
                "orders:shardId-000000000003",
                ARN,
                ARN + ":0",
                ARN + "," + "arn:aws:kinesis:eu-west-1:111122223333:stream/payments",
            })
    void camelHandsThePathOverAsWritten(String path) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            for (String uri :
                    List.of("kinesis-cp:" + path, "kinesis-cp://" + path, "kinesis-cp:" + path + "?group=g")) {
                assertThat(context.getEndpoint(uri, KinesisCheckpointedEndpoint.class)
                                .getStreams())
                        .as(uri)
                        .isEqualTo(path);
            }
        }
    }

    @Test
    void camelHandsBlanksOver() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            String streams = context.getEndpoint("kinesis-cp:orders, payments", KinesisCheckpointedEndpoint.class)
                    .getStreams();
            assertThat(StreamsUri.parse(streams, new OptionProblems()).shardsByStream())
                    .containsOnlyKeys("orders", "payments");
        }
    }

    @Test
    void propertyPlaceholdersMayHoldThePath() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Properties properties = new Properties();
            properties.setProperty("orders.stream", ARN);
            properties.setProperty("orders.table", "leases");
            context.getPropertiesComponent().setInitialProperties(properties);
            KinesisCheckpointedEndpoint endpoint = context.getEndpoint(
                    "kinesis-cp:{{orders.stream}},payments?leaseTable={{orders.table}}",
                    KinesisCheckpointedEndpoint.class);
            assertThat(endpoint.getStreams()).isEqualTo(ARN + ",payments");
            assertThat(endpoint.getConfiguration().getLeaseTable()).isEqualTo("leases");
        }
    }
}
