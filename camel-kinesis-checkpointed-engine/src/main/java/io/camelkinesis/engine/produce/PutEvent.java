// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.produce;

import java.time.Duration;

/** What happens while records are put: for logs, metrics and tests. Never holds a payload or a key. */
public sealed interface PutEvent {

    String stream();

    /**
     * The service has answered a request.
     *
     * @param records records that it carried; an aggregate is one
     * @param bytes payloads and keys
     * @param rejected how many of them were rejected
     * @param throttled how many of these because their shard was asked for too much
     * @param put how many records that were handed over are in the stream by it; each record of an aggregate counts
     * @param took from sending to answer
     */
    record Answered(String stream, int records, long bytes, int rejected, int throttled, int put, Duration took)
            implements PutEvent {}

    /**
     * A request was not answered for its records.
     *
     * @param unknown whether its records may be in the stream all the same
     */
    record RequestFailed(String stream, int records, boolean unknown, Throwable cause) implements PutEvent {}

    /** A record was given up. */
    record GaveUp(String stream, PutOutcome.Failed outcome) implements PutEvent {}

    /** A bug in the putter itself; it goes on. */
    record Bug(String stream, Throwable bug) implements PutEvent {}
}
