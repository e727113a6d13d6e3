// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

/**
 * How a lease table that is created is paid for.
 *
 * @param provisioned whether capacity is reserved; else each request is paid for
 * @param readCapacity read units per second, 0 when not provisioned
 * @param writeCapacity write units per second, 0 when not provisioned
 */
public record LeaseTableBilling(boolean provisioned, long readCapacity, long writeCapacity) {

    public LeaseTableBilling {
        if (provisioned && (readCapacity < 1 || writeCapacity < 1)) {
            throw new IllegalArgumentException("leaseTableBillingMode=PROVISIONED needs leaseTableReadCapacity and"
                    + " leaseTableWriteCapacity of at least 1, not " + readCapacity + " and " + writeCapacity);
        }
    }

    /** PAY_PER_REQUEST. */
    public static LeaseTableBilling payPerRequest() {
        return new LeaseTableBilling(false, 0, 0);
    }

    /**
     * PROVISIONED.
     *
     * @throws IllegalArgumentException if a capacity is below 1
     */
    public static LeaseTableBilling provisioned(long readCapacity, long writeCapacity) {
        return new LeaseTableBilling(true, readCapacity, writeCapacity);
    }
}
