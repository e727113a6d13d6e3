// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.contract;

import io.camelkinesis.test.kinesislocal.KinesisLocal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.services.kinesis.KinesisClient;

class KinesisLocalContractTest extends KinesisContract {

    private static KinesisLocal kinesis;

    @BeforeAll
    static void start() {
        kinesis = KinesisLocal.start();
    }

    @AfterAll
    static void stop() {
        if (kinesis != null) {
            kinesis.close();
        }
    }

    @Override
    protected KinesisClient client() {
        return kinesis.client();
    }
}
