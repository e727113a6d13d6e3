// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.lease;

/** The calls that a lease store makes. */
public enum LeaseOperation {
    VIEW,
    MEMBERS,
    GLANCE,
    READ,
    BEGIN,
    IDENTITY,
    CLAIM,
    COMMIT,
    RELEASE,
    END,
    RETIRE,
    RESTORE,
    BEAT,
    LEAVE;

    /** Whether it changes a row. */
    public boolean isWrite() {
        return this != VIEW && this != MEMBERS && this != GLANCE && this != READ;
    }
}
