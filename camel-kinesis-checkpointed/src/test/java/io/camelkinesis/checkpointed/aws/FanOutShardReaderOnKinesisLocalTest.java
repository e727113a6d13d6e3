// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import io.camelkinesis.engine.consume.ShardReader;
import io.camelkinesis.test.contract.ShardReaderContract;
import io.camelkinesis.test.kinesislocal.KinesisLocal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * Subscriptions with our own client, over HTTP/2, against an emulator that others wrote. It never ends a shard, and
 * sends empty events of shards that do not exist.
 */
class FanOutShardReaderOnKinesisLocalTest extends ShardReaderContract {

    /** It closes a connection now and then on which many subscriptions were made. */
    private static final int FIRST_TRIES = 3;

    private static KinesisLocal kinesis;
    private static RealTimers timers;
    private static KinesisAsyncClient subscriptions;

    private ContractFanOut readers;

    @BeforeAll
    static void start() {
        kinesis = KinesisLocal.start();
        timers = new RealTimers();
        subscriptions = AsyncClients.ours(kinesis.endpoint());
    }

    @AfterAll
    static void stop() {
        if (kinesis != null) {
            subscriptions.close();
            timers.close();
            kinesis.close();
        }
    }

    @Override
    protected ShardReader reader() {
        readers = new ContractFanOut(
                kinesis.client(),
                consumers -> new FanOutShardReader(subscriptions, consumers, timers::execute, timers, timers, null),
                FIRST_TRIES);
        return readers;
    }

    @AfterEach
    void unsubscribe() {
        readers.close();
    }

    @Override
    protected KinesisClient client() {
        return kinesis.client();
    }

    @Override
    protected boolean tellsEnds() {
        return false;
    }

    @Override
    protected boolean refusesUnknownShards() {
        return false;
    }
}
