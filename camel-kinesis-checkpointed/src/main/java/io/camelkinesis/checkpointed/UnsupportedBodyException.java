// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

/** A body cannot become the bytes of a record. */
public class UnsupportedBodyException extends KinesisProducerException {

    private static final long serialVersionUID = 1L;

    UnsupportedBodyException(String message) {
        super(message);
    }

    static UnsupportedBodyException missing() {
        return new UnsupportedBodyException("There is no body to put; an empty record is an empty byte[]");
    }

    static UnsupportedBodyException of(Class<?> type) {
        return new UnsupportedBodyException(
                "A body of type " + type.getName() + " cannot be converted to byte[]. Make bytes"
                        + " of it before, with a data format such as .marshal().json() or .marshal().avro()");
    }

    static UnsupportedBodyException many(Class<?> type) {
        return new UnsupportedBodyException(
                "A body of type " + type.getName() + " holds many elements: set splitBody=true"
                        + " to put each as a record of its own, or make bytes of it before, with a data format such as"
                        + " .marshal().json()");
    }

    static UnsupportedBodyException spent(Class<?> type) {
        return new UnsupportedBodyException(
                "A body of type " + type.getName() + " can be read once, and was read by an earlier"
                        + " attempt that could not keep it; make a byte[] or a List of it before, or leave stream caching on");
    }
}
