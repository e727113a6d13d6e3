package io.camelkinesis.test.lease;

import io.camelkinesis.engine.model.Lease;

/**
 * One write that was done to a shard row.
 *
 * @param operation which
 * @param before the row as it was, absent when there was none
 * @param after the row as it is now; for a deleted row, absent
 */
public record LeaseChange(LeaseOperation operation, Lease before, Lease after) {}
