// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.produce;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Port to PutRecords. */
@FunctionalInterface
public interface StreamWriter {

    /**
     * Sends one request, without tries of its own. Never blocks; always completes, normally, with what happened.
     *
     * @param stream name or ARN
     * @param records 1 to 500, together within the service's limit
     */
    CompletionStage<PutResult> put(String stream, List<PutRecord> records);
}
