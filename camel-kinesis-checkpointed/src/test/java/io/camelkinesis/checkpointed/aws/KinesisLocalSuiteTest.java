// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import io.camelkinesis.test.kinesislocal.KinesisLocal;
import java.net.URI;
import software.amazon.awssdk.services.kinesis.KinesisClient;

class KinesisLocalSuiteTest extends OtherKinesisSuite {

    @Override
    OtherKinesis startKinesis() {
        KinesisLocal kinesis = KinesisLocal.start();
        return new OtherKinesis() {
            @Override
            public URI endpoint() {
                return kinesis.endpoint();
            }

            @Override
            public KinesisClient client() {
                return kinesis.client();
            }

            @Override
            public void close() {
                kinesis.close();
            }
        };
    }
}
