// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.checkpointed.aws.AwsAccess;
import io.camelkinesis.engine.consume.BatchOnFailure;
import io.camelkinesis.engine.consume.BatchSettings;
import io.camelkinesis.engine.consume.ConsumeSettings;
import io.camelkinesis.engine.consume.FailurePolicy;
import io.camelkinesis.engine.consume.OnFailure;
import io.camelkinesis.engine.consume.Ordering;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.worker.WorkerSettings;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.Protocol;

/** Every option of a URI reaches the engine, or the clients, with its value: each has one of its own here. */
class OptionWiringTest {

    private static KinesisCheckpointedConfiguration configuration(String options) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            return context.getEndpoint("kinesis-cp:orders?" + options, KinesisCheckpointedEndpoint.class)
                    .getConfiguration();
        }
    }

    private static WorkerSettings settings(String options) throws Exception {
        return EngineSettings.of(
                configuration(options),
                StreamsUri.parse("orders", new OptionProblems()).selections(null),
                new WorkerIdentity("client", "host"));
    }

    @Test
    void theEngine() throws Exception {
        WorkerSettings settings =
                settings("checkpointLimit=11&ordering=NONE&commitPeriod=12s&maxResultsPerRequest=13&receiveQueueSize=14"
                        + "&receiveBufferBytes=15000000&pollInterval=1600&maxPollInterval=1700&backoffTime=18s&numRetries=19"
                        + "&onFailure=REPLAY&replayDelay=20s&maxReplayDelay=21s&maxReplays=22&maxRecordAge=23h"
                        + "&afterMaxReplays=STOP&batchSize=24&batchBytes=25&batchPeriod=26s&batchPredicate=true"
                        + "&batchOnFailure=BISECT&leasePeriod=27s&rebalancePeriod=28s&drainTimeout=29s"
                        + "&startPosition=AT_TIMESTAMP&startTimestamp=30000");
        assertThat(settings.leasePeriod()).isEqualTo(Duration.ofSeconds(27));
        assertThat(settings.rebalancePeriod()).isEqualTo(Duration.ofSeconds(28));
        assertThat(settings.drainTimeout()).isEqualTo(Duration.ofSeconds(29));
        assertThat(settings.startPosition()).isEqualTo(new Position.AtTimestamp(Instant.ofEpochSecond(30)));
        FailurePolicy failure = new FailurePolicy(
                OnFailure.REPLAY,
                Duration.ofSeconds(20),
                Duration.ofSeconds(21),
                22,
                Duration.ofHours(23),
                OnFailure.STOP,
                BatchOnFailure.BISECT);
        assertThat(settings.consume())
                .isEqualTo(new ConsumeSettings(
                        11,
                        Ordering.NONE,
                        Duration.ofSeconds(12),
                        13,
                        14,
                        15_000_000,
                        Duration.ofMillis(1600),
                        Duration.ofMillis(1700),
                        Duration.ofSeconds(18),
                        19,
                        failure,
                        new BatchSettings(24, 25, Duration.ofSeconds(26), true),
                        false));
    }

    @Test
    void theEngineByDefault() throws Exception {
        WorkerSettings settings = settings("");
        assertThat(settings.startPosition()).isEqualTo(Position.TRIM_HORIZON);
        assertThat(settings.consume().batch()).isEqualTo(BatchSettings.NONE);
        assertThat(settings.consume().failure())
                .isEqualTo(FailurePolicy.of(OnFailure.REPLAY, Duration.ofSeconds(1), Duration.ofMinutes(1)));
    }

    @Test
    void bothClients() throws Exception {
        AccessOptions access = AccessOptions.of(
                configuration("region=r1&accessKey=a&secretKey=s&sessionToken=t&useDefaultCredentialsProvider=false"
                        + "&useProfileCredentialsProvider=true&profileCredentialsName=p&useSessionCredentials=true"
                        + "&overrideEndpoint=true&uriEndpointOverride=http://one:1&trustAllCertificates=true"
                        + "&proxyProtocol=HTTP&proxyHost=h&proxyPort=2&cborEnabled=false&applicationName=n"
                        + "&roleArn=ra&roleExternalId=re&roleSessionName=rs"),
                null);
        AwsAccess expected = AwsAccess.builder()
                .region("r1")
                .accessKey("a")
                .secretKey("s")
                .sessionToken("t")
                .useDefaultCredentialsProvider(false)
                .useProfileCredentialsProvider(true)
                .profileCredentialsName("p")
                .useSessionCredentials(true)
                .overrideEndpoint(true)
                .uriEndpointOverride("http://one:1")
                .trustAllCertificates(true)
                .proxyProtocol(Protocol.HTTP)
                .proxyHost("h")
                .proxyPort(2)
                .cborEnabled(false)
                .applicationName("n")
                .roleArn("ra")
                .roleExternalId("re")
                .roleSessionName("rs")
                .build();
        assertThat(access.streams()).usingRecursiveComparison().isEqualTo(expected);
        assertThat(access.leaseTable()).usingRecursiveComparison().isEqualTo(expected);
    }

    @Test
    void theLeaseTableMayBeElsewhere() throws Exception {
        AccessOptions access = AccessOptions.of(
                configuration(
                        "region=r1&leaseTableRegion=r2&leaseTableEndpoint=http://two:2&leaseTableRoleArn=tra&roleArn=ra"),
                null);
        assertThat(access.streams())
                .usingRecursiveComparison()
                .isEqualTo(AwsAccess.builder().region("r1").roleArn("ra").build());
        assertThat(access.leaseTable())
                .usingRecursiveComparison()
                .ignoringFields("optionNames")
                .isEqualTo(AwsAccess.builder()
                        .region("r2")
                        .roleArn("tra")
                        .overrideEndpoint(true)
                        .uriEndpointOverride("http://two:2")
                        .build());
    }
}
