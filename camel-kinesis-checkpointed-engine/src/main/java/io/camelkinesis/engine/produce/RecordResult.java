// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.produce;

/** What became of one record of an answered request. */
public sealed interface RecordResult {

    /**
     * It is in the stream.
     *
     * @param shard id of its shard
     * @param sequence its sequence number, decimal
     */
    record Accepted(String shard, String sequence) implements RecordResult {}

    /**
     * It is not in the stream, and may be if it is sent again.
     *
     * @param code as the service has it, {@code ProvisionedThroughputExceededException} or {@code InternalFailure}
     * @param message as the service has it
     */
    record Rejected(String code, String message) implements RecordResult {

        private static final String THROTTLED = "ProvisionedThroughputExceededException";

        /** Whether its shard was asked for too much. */
        boolean isThrottled() {
            return THROTTLED.equals(code);
        }
    }

    /**
     * It is not in the stream and never will be: the service finds fault with this one record.
     *
     * @param code as the service has it
     */
    record Refused(String code) implements RecordResult {}
}
