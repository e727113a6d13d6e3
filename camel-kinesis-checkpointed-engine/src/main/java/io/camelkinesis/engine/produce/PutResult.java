// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.produce;

import java.util.List;

/** What became of a request. */
public sealed interface PutResult {

    /**
     * The service has answered for each record.
     *
     * @param records as many as were sent, in their order
     */
    record Answered(List<RecordResult> records) implements PutResult {
        public Answered {
            records = List.copyOf(records);
        }
    }

    /** Nothing of it is in the stream: throttled, or it never left. To be sent again. */
    record NotApplied(Throwable cause) implements PutResult {}

    /** No answer: all, some or none of it is in the stream, or may still come to be. To be sent again, and that may repeat. */
    record Unknown(Throwable cause) implements PutResult {}

    /**
     * The service will never take it.
     *
     * @param ofOneRecord whether one record of several may be the reason, as when the service finds the request not valid:
     *     the others are worth another request
     */
    record Fatal(Throwable cause, boolean ofOneRecord) implements PutResult {}
}
