// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

/** A record is larger than its stream takes. */
public class RecordTooLargeException extends KinesisProducerException {

    private static final long serialVersionUID = 1L;

    private final long size;
    private final long limit;

    RecordTooLargeException(String stream, long size, long limit) {
        super("A record of " + size + " bytes, payload and partition key, is larger than the limit of " + limit
                + " bytes of stream " + stream
                + "; make it smaller, or raise the stream's MaxRecordSizeInKiB, at most to 10240");
        this.size = size;
        this.limit = limit;
    }

    /** Bytes of payload and partition key. */
    public long size() {
        return size;
    }

    /** Bytes that the stream takes. */
    public long limit() {
        return limit;
    }
}
