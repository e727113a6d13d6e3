// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

/** How a lease table that the component creates is paid for. */
public enum LeaseTableBillingMode {
    /** By request: nothing to size, right for most. */
    PAY_PER_REQUEST,
    /** By {@code leaseTableReadCapacity} and {@code leaseTableWriteCapacity}, used or not. */
    PROVISIONED
}
