// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

/** There is no stream of the name or ARN that a record is to be put into. */
public class StreamNotFoundException extends KinesisProducerException {

    private static final long serialVersionUID = 1L;

    private final String stream;

    StreamNotFoundException(String stream, String message, Throwable cause) {
        super(message, cause);
        this.stream = stream;
    }

    /** As the URI or the header names it, letter by letter. */
    public String stream() {
        return stream;
    }
}
