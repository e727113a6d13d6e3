// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.quickstart;

/** The program was started with something it cannot work with; the message says what it is and what to do. */
final class BadInputException extends RuntimeException {

    private static final long serialVersionUID = 1;

    BadInputException(String message) {
        super(message);
    }

    BadInputException(String message, Throwable cause) {
        super(message, cause);
    }
}
