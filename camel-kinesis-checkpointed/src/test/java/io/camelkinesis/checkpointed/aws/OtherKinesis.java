// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import java.net.URI;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** A Kinesis that others wrote, for one test class. */
interface OtherKinesis extends AutoCloseable {

    URI endpoint();

    /** A plain client of it. */
    KinesisClient client();

    @Override
    void close();
}
