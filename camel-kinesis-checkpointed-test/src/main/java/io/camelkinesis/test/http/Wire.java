// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A protocol: how a tree of values becomes bytes. The tree is the same in both. */
enum Wire {
    /** AWS JSON 1.1: payloads in base64, times as seconds since 1970 with a fraction. */
    JSON("application/x-amz-json-1.1") {
        @Override
        JsonFactory factory() {
            return Factories.JSON;
        }

        @Override
        JsonToken payloadToken() {
            return JsonToken.VALUE_STRING;
        }

        @Override
        void writeTime(Instant time, JsonGenerator out) throws IOException {
            out.writeNumber(BigDecimal.valueOf(time.toEpochMilli(), MILLIS_SCALE));
        }

        @Override
        Instant readTime(JsonParser in) throws IOException {
            return Instant.ofEpochMilli(Math.round(in.getDoubleValue() * MILLIS_PER_SECOND));
        }
    },

    /**
     * AWS CBOR 1.1: payloads as they are, times as milliseconds since 1970 behind tag 1. (RFC 8949 has seconds behind that
     * tag; Kinesis and the SDKs have milliseconds.)
     */
    CBOR("application/x-amz-cbor-1.1") {
        @Override
        JsonFactory factory() {
            return Factories.CBOR;
        }

        @Override
        JsonToken payloadToken() {
            return JsonToken.VALUE_EMBEDDED_OBJECT;
        }

        @Override
        void writeTime(Instant time, JsonGenerator out) throws IOException {
            ((CBORGenerator) out).writeTag(TIME_TAG);
            out.writeNumber(time.toEpochMilli());
        }

        @Override
        Instant readTime(JsonParser in) throws IOException {
            return Instant.ofEpochMilli(Math.round(in.getDoubleValue()));
        }
    };

    private static final int MILLIS_SCALE = 3;
    private static final double MILLIS_PER_SECOND = 1_000;
    private static final int TIME_TAG = 1;

    private final String contentType;

    Wire(String contentType) {
        this.contentType = contentType;
    }

    /** Thread-safe, and meant to be made once. */
    private static final class Factories {
        private static final JsonFactory JSON = new JsonFactory();
        private static final JsonFactory CBOR = new CBORFactory();
    }

    /** The protocol of a Content-Type header, parameters behind a semicolon aside; null when it is neither. */
    static @Nullable Wire of(@Nullable String header) {
        if (header == null) {
            return null;
        }
        int end = header.indexOf(';');
        String type = (end < 0 ? header : header.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        for (Wire wire : values()) {
            if (wire.contentType.equals(type)) {
                return wire;
            }
        }
        return null;
    }

    String contentType() {
        return contentType;
    }

    JsonParser parser(byte[] body) throws IOException {
        return factory().createParser(body);
    }

    JsonGenerator generator(OutputStream out) throws IOException {
        return factory().createGenerator(out);
    }

    abstract JsonFactory factory();

    /** The token that a payload is. */
    abstract JsonToken payloadToken();

    abstract void writeTime(Instant time, JsonGenerator out) throws IOException;

    /** The time of the parser's current token, which is a number. */
    abstract Instant readTime(JsonParser in) throws IOException;
}
