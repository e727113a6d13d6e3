// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.runtime;

/** Why records are not delivered to the route any more. */
public enum GiveUpReason {
    /** The route has failed, and the policy is not to try again. */
    FAILED,
    /** The route has failed after the last replay. */
    TOO_MANY_REPLAYS,
    /** They are older than maxRecordAge. */
    TOO_OLD
}
