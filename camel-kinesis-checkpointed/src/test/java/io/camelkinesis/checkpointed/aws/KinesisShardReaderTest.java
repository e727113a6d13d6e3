// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import io.camelkinesis.engine.consume.ShardReader;
import io.camelkinesis.test.contract.ShardReaderContract;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import java.util.concurrent.ForkJoinPool;
import software.amazon.awssdk.services.kinesis.KinesisClient;

class KinesisShardReaderTest extends ShardReaderContract {

    private final InMemoryKinesis kinesis = InMemoryKinesis.create();

    @Override
    protected ShardReader reader() {
        return new KinesisShardReader(kinesis.client(), ForkJoinPool.commonPool());
    }

    @Override
    protected KinesisClient client() {
        return kinesis.client();
    }

    @Override
    protected boolean expireIterators() {
        kinesis.expireIterators();
        return true;
    }
}
