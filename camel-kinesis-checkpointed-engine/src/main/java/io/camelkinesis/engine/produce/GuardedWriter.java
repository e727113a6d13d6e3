// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.produce;

import io.camelkinesis.engine.runtime.PortCall;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A writer that keeps its contract whatever the one behind it does: of a request that throws, nobody knows what became of it. */
record GuardedWriter(StreamWriter writer) implements StreamWriter {

    @Override
    public CompletionStage<PutResult> put(String stream, List<PutRecord> records) {
        return PortCall.<PutResult>of("stream writer", () -> writer.put(stream, records))
                .exceptionally(PutResult.Unknown::new);
    }
}
