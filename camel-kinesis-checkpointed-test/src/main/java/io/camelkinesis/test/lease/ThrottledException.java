// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.lease;

/** The table refuses a call, untried, because more is asked of it than it takes. */
public final class ThrottledException extends RuntimeException {

    private static final long serialVersionUID = 1;

    ThrottledException(LeaseOperation operation) {
        super("The table was throttled: " + operation);
    }
}
