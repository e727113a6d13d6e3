// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.camelkinesis.engine.produce.PutOrdering;
import io.camelkinesis.engine.produce.PutSettings;
import io.camelkinesis.engine.produce.WhenFull;
import java.time.Duration;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which options a producer takes, and that each reaches the engine. */
class ProducerRulesTest {

    static Stream<Arguments> badOptions() {
        return Stream.of(
                arguments("putBatchSize=0", "putBatchSize=0", "1 to 500"),
                arguments("putBatchSize=501", "putBatchSize=501", "1 to 500"),
                arguments("putBatchBytes=0", "putBatchBytes=0", "1 to 10485760"),
                arguments("putBatchBytes=10485761", "putBatchBytes=10485761", "1 to 10485760"),
                arguments("batchSize=100", "batchSize=100", "is putBatchSize"),
                arguments("batchBytes=100", "batchBytes=100", "is putBatchBytes"),
                arguments("linger=-1", "linger=-1ms", "at least 0s"),
                arguments("linger=2m", "linger=120s", "at most 1m"),
                arguments("maxInFlightRequests=0", "maxInFlightRequests=0", "1 to 256"),
                arguments("maxInFlightRequests=257", "maxInFlightRequests=257", "1 to 256"),
                arguments("maxRetries=-2", "maxRetries=-2", "at least -1"),
                arguments("retryDelay=0", "retryDelay=0s", "greater than 0"),
                arguments("retryDelay=5s&maxRetryDelay=4s", "maxRetryDelay=4s", "at least 5s"),
                arguments("retryTimeout=0", "retryTimeout=0s", "greater than 0"),
                arguments("maxPendingRecords=0", "maxPendingRecords=0", "at least 1"),
                arguments("maxPendingBytes=0", "maxPendingBytes=0", "at least 1"),
                arguments("aggregationMaxBytes=0", "aggregationMaxBytes=0", "1 to 1048576"),
                arguments("aggregation=true&ordering=NONE", "aggregation=true", "ordering=KEY"),
                arguments("partitionKey=${nonsense", "partitionKey=${nonsense", "nonsense"),
                arguments("explicitHashKey=${nonsense", "explicitHashKey=${nonsense", "nonsense"),
                arguments("accessKey=x", "accessKey", "without secretKey"),
                arguments("uriEndpointOverride=http://localhost:1", "uriEndpointOverride", "overrideEndpoint=true"));
    }

    private static CannotProduceException refused(String uri) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            return catchThrowableOfType(
                    CannotProduceException.class, () -> context.getEndpoint(uri).createProducer());
        }
    }

    @ParameterizedTest
    @MethodSource("badOptions")
    void aBadOptionIsAnErrorThatSaysWhatIsAllowed(String options, String shown, String allowed) throws Exception {
        assertThat(refused("kinesis-cp:orders?" + options).problems())
                .singleElement()
                .asString()
                .contains(shown)
                .contains(allowed);
    }

    @Test
    void oneStreamAndNoShard() throws Exception {
        assertThat(refused("kinesis-cp:orders,payments")).hasMessageContaining("put into one stream");
        assertThat(refused("kinesis-cp:orders:0")).hasMessageContaining("name the stream alone");
        assertThat(refused("kinesis-cp:orders:0?linger=-1&maxRetries=-7").problems())
                .hasSize(3);
    }

    @Test
    void aLeaseTableIsNotAskedFor() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            assertThat(context.getEndpoint("kinesis-cp:orders").createProducer())
                    .isNotNull();
            assertThatThrownBy(() -> context.getEndpoint("kinesis-cp:orders").createConsumer(exchange -> {}))
                    .hasMessageContaining("leaseTable");
        }
    }

    private static PutSettings settings(String options) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            return ProducerRules.settings(
                    context.getEndpoint("kinesis-cp:orders?" + options, KinesisCheckpointedEndpoint.class)
                            .getConfiguration());
        }
    }

    @Test
    void everyOptionReachesTheEngine() throws Exception {
        assertThat(settings(
                        "ordering=NONE&putBatchSize=11&putBatchBytes=12&linger=13ms&maxInFlightRequests=14&maxRetries=15"
                                + "&retryDelay=16ms&maxRetryDelay=17s&retryTimeout=18s&maxPendingRecords=19&maxPendingBytes=20"
                                + "&whenFull=FAIL"))
                .isEqualTo(new PutSettings(
                        PutOrdering.NONE,
                        11,
                        12,
                        Duration.ofMillis(13),
                        14,
                        15,
                        Duration.ofMillis(16),
                        Duration.ofSeconds(17),
                        Duration.ofSeconds(18),
                        19,
                        20,
                        WhenFull.FAIL));
    }

    /** T3 of the hostile inputs: one component for batches of consumers and for producers. */
    @Test
    void whatTheComponentSaysOfBatchesIsForConsumers() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getComponent("kinesis-cp", KinesisCheckpointedComponent.class)
                    .getConfiguration()
                    .setBatchSize(1_000);
            context.getEndpoint("kinesis-cp:orders?region=eu-west-1").createProducer();
            assertThatThrownBy(() -> context.getEndpoint("kinesis-cp:orders?region=eu-west-1&batchSize=7")
                            .createProducer())
                    .hasMessageContaining("batchSize=7")
                    .hasMessageContaining("putBatchSize");
        }
    }

    @Test
    void theDefaults() throws Exception {
        PutSettings defaults = new PutSettings(
                PutOrdering.KEY,
                500,
                10 << 20,
                Duration.ofMillis(5),
                8,
                -1,
                Duration.ofMillis(100),
                Duration.ofMinutes(3),
                null,
                10_000,
                64 << 20,
                WhenFull.BLOCK);
        assertThat(settings("")).isEqualTo(defaults);
        assertThat(settings("aggregationMaxBytes=7")).isEqualTo(defaults);
        assertThat(settings("aggregation=true")).isEqualTo(defaults.aggregating(51_200));
        assertThat(settings("aggregation=true&aggregationMaxBytes=7")).isEqualTo(defaults.aggregating(7));
        assertThat(settings("ordering=SHARD").ordering()).isEqualTo(PutOrdering.KEY);
        assertThat(settings("checkpointLimit=1").ordering()).isEqualTo(PutOrdering.KEY);
    }
}
