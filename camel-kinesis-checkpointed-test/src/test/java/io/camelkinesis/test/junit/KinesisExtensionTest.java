// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.camelkinesis.test.kinesis.Fault;
import io.camelkinesis.test.kinesis.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

class KinesisExtensionTest {

    @RegisterExtension
    static final KinesisExtension KINESIS = KinesisExtension.kinesisLocal();

    @Test
    void aRealServerAnswersBothClients(KinesisAsyncClient asyncClient, @FreshStream(shards = 2) String stream) {
        assertThat(KINESIS.get().client().listShards(b -> b.streamName(stream)).shards())
                .hasSize(2);
        assertThat(asyncClient.listShards(b -> b.streamName(stream)).join().shards())
                .hasSize(2);
        assertThat(KINESIS.get().endpoint().getHost()).isEqualTo("127.0.0.1");
        assertThat(KINESIS.get().dynamoDb().listTables().tableNames()).isEmpty();
        assertThatThrownBy(() -> KINESIS.get().model())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("IN_MEMORY");
    }

    @Test
    void aResetEmptiesARealServerToo(@FreshStream String stream) {
        assertThat(KINESIS.get().client().listStreams().streamNames()).contains(stream);

        KINESIS.get().reset();

        assertThat(KINESIS.get().client().listStreams().streamNames()).isEmpty();
    }

    @Test
    void anExtensionThatIsNotStaticSaysSo() {
        assertThatThrownBy(() -> KinesisExtension.inMemory().get())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("static field");
    }

    /** Run by the test below, not by the build. */
    static final class Sample {

        static final List<TestKinesis> SEEN = new ArrayList<>();

        @RegisterExtension
        static final KinesisExtension KINESIS = KinesisExtension.inMemory();

        @Test
        void outer() {
            SEEN.add(KINESIS.get());
        }

        @Nested
        class Inner {

            @Test
            void inner(TestKinesis kinesis) {
                SEEN.add(kinesis);
            }

            @Test
            void innerAgain(TestKinesis kinesis) {
                SEEN.add(kinesis);
            }
        }
    }

    /** Two classes, run by a test below at the same time: each waits until the other is there as well. */
    private static final class Meeting {
        static final CyclicBarrier BOTH = new CyclicBarrier(2);
        static final Queue<TestKinesis> SEEN = new ConcurrentLinkedQueue<>();

        static void useTheSameNames(TestKinesis kinesis) throws Exception {
            BOTH.await(60, TimeUnit.SECONDS);
            kinesis.createStream("orders", 1);
            kinesis.failNext(Operation.LIST_SHARDS, Fault.INTERNAL_FAILURE);
            BOTH.await(60, TimeUnit.SECONDS);
            kinesis.put("orders", "ada", "tea");
            BOTH.await(60, TimeUnit.SECONDS);
            assertThat(kinesis.records("orders")).hasSize(1);
            SEEN.add(kinesis);
        }
    }

    /** Run by the test below, not by the build. */
    @KinesisTest
    static final class One {
        @Test
        void one(TestKinesis kinesis) throws Exception {
            Meeting.useTheSameNames(kinesis);
        }
    }

    /** Run by the test below, not by the build. */
    @KinesisTest
    static final class Other {
        @Test
        void other(TestKinesis kinesis) throws Exception {
            Meeting.useTheSameNames(kinesis);
        }
    }

    @Test
    void classesThatRunAtTheSameTimeShareNothing() {
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(One.class), selectClass(Other.class))
                                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                                .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
                                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                                .configurationParameter(
                                        "junit.jupiter.execution.parallel.config.fixed.parallelism", "2")
                                .build(),
                        summary);

        assertThat(summary.getSummary().getFailures()).isEmpty();
        assertThat(summary.getSummary().getTestsSucceededCount()).isEqualTo(2);
        assertThat(Meeting.SEEN.stream().distinct()).hasSize(2);
    }

    @Test
    void oneForAClassAndItsNestedClassesAndClosedAfterwards() {
        Sample.SEEN.clear(); // some launchers find the sample by themselves as well
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(Sample.class))
                                .build(),
                        summary);

        assertThat(summary.getSummary().getTestsSucceededCount()).isEqualTo(3);
        assertThat(summary.getSummary().getTestsFailedCount()).isZero();
        assertThat(Sample.SEEN).hasSize(3);
        assertThat(Sample.SEEN.stream().distinct()).hasSize(1);
        assertThatThrownBy(() -> Sample.SEEN.get(0).dynamoDb().listTables()).isInstanceOf(RuntimeException.class);
    }
}
