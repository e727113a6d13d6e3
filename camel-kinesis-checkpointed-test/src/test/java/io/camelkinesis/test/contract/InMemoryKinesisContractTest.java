// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.contract;

import io.camelkinesis.test.kinesis.InMemoryKinesis;
import software.amazon.awssdk.services.kinesis.KinesisClient;

class InMemoryKinesisContractTest extends KinesisContract {

    private final KinesisClient client = InMemoryKinesis.create().client();

    @Override
    protected KinesisClient client() {
        return client;
    }
}
