// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

/** How records get from Kinesis to a worker. */
public enum Retrieval {
    /** The worker asks, with GetRecords. */
    POLLING,
    /** Kinesis sends, to a registered consumer with a throughput of its own, with SubscribeToShard. */
    FAN_OUT
}
