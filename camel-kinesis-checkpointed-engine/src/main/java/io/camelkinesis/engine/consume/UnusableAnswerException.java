// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

/** The service has answered a read with something that it never answers when it is well. */
public final class UnusableAnswerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnusableAnswerException(String message) {
        super(message, null, false, false);
    }

    /** The answer names no place to go on, and the shard is not known to be closed. */
    static UnusableAnswerException unprovenEnd() {
        return new UnusableAnswerException("The answer names neither a next iterator nor child shards, and the shard is"
                + " not known to be closed; it is read on behind its last record");
    }

    /** Reads bring again and again what has been read. */
    static UnusableAnswerException nothingNew() {
        return new UnusableAnswerException("Two answers in a row brought only records that had been read before; the"
                + " shard is read on behind its last record");
    }

    /** Iterators expire as soon as they are made. */
    static UnusableAnswerException expiredAtOnce() {
        return new UnusableAnswerException("A shard iterator that was made for this read was refused as expired");
    }
}
