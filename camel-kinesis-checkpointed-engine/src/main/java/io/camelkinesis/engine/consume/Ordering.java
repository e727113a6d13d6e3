// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

/** Which records of a shard wait for which. */
public enum Ordering {
    /** One delivery of a shard at a time, in the order of the shard. */
    SHARD,
    /** Records of one partition key one at a time and in order; different keys in parallel. */
    KEY,
    /** No order: as many at once as the window admits. */
    NONE
}
