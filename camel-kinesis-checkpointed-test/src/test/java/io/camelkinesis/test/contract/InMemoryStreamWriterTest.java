// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.produce.PutRecord;
import io.camelkinesis.engine.produce.PutResult;
import io.camelkinesis.engine.produce.StreamWriter;
import io.camelkinesis.test.kinesis.Fault;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import io.camelkinesis.test.kinesis.Operation;
import io.camelkinesis.test.time.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.KinesisClient;

class InMemoryStreamWriterTest extends StreamWriterContract {

    private static final Duration LATENCY = Duration.ofMillis(20);

    private final VirtualTime time = new VirtualTime();
    private final InMemoryKinesis kinesis =
            InMemoryKinesis.builder().clock(time).build();

    @Override
    protected StreamWriter writer() {
        return kinesis.streamWriter(time, LATENCY);
    }

    @Override
    protected KinesisClient client() {
        return kinesis.client();
    }

    @Override
    protected PutResult answerOf(CompletionStage<PutResult> answer) {
        time.runUntil(answer.toCompletableFuture()::isDone, Duration.ofMinutes(1));
        return answer.toCompletableFuture().join();
    }

    @Test
    void faultsAreOutcomes() {
        kinesis.createStream("orders", 1);
        kinesis.failNext(
                Operation.PUT_RECORDS,
                Fault.THROTTLED,
                Fault.INTERNAL_FAILURE,
                Fault.REQUEST_LOST,
                Fault.REPLY_LOST,
                Fault.rejecting(0));
        assertThat(put()).isInstanceOf(PutResult.NotApplied.class);
        assertThat(put()).isInstanceOf(PutResult.Unknown.class);
        assertThat(put()).isInstanceOf(PutResult.Unknown.class);
        assertThat(kinesis.records("orders")).isEmpty();
        assertThat(put()).isInstanceOf(PutResult.Unknown.class);
        assertThat(put()).isInstanceOf(PutResult.Answered.class);
        assertThat(kinesis.records("orders")).hasSize(1);
    }

    private PutResult put() {
        return answerOf(writer().put("orders", List.of(new PutRecord("k", null, new byte[1]))));
    }
}
