package io.camelkinesis.checkpointed.aws;

/** A stream cannot be used. The message says which stream, where, what is wrong and what to do. */
public final class KinesisStreamException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    KinesisStreamException(String message, Throwable cause) {
        super(message, cause);
    }
}
