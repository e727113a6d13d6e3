// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.lease;

import io.camelkinesis.engine.model.Lease;

/**
 * One write that was done to a shard row.
 *
 * @param operation which
 * @param by client id of the worker that wrote it, empty when the write does not say
 * @param byEpoch epoch under which it wrote; for a claim, the epoch that it takes
 * @param before the row as it was, absent when there was none
 * @param after the row as it is now; for a deleted row, absent
 */
public record LeaseChange(LeaseOperation operation, String by, long byEpoch, Lease before, Lease after) {}
