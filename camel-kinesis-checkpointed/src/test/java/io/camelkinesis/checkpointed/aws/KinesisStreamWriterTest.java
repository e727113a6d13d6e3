// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import io.camelkinesis.engine.produce.StreamWriter;
import io.camelkinesis.test.contract.StreamWriterContract;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import java.util.concurrent.ForkJoinPool;
import software.amazon.awssdk.services.kinesis.KinesisClient;

class KinesisStreamWriterTest extends StreamWriterContract {

    private final InMemoryKinesis kinesis = InMemoryKinesis.create();

    @Override
    protected StreamWriter writer() {
        return new KinesisStreamWriter(StreamClients.given(kinesis.client()), ForkJoinPool.commonPool());
    }

    @Override
    protected KinesisClient client() {
        return kinesis.client();
    }
}
