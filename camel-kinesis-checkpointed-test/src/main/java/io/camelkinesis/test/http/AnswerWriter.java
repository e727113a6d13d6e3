// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.http;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/** Makes the body of an answer from an answer of the SDK's model, by what the model says about its own fields. */
final class AnswerWriter {

    private final Wire wire;
    private final JsonGenerator out;

    private AnswerWriter(Wire wire, JsonGenerator out) {
        this.wire = wire;
        this.out = out;
    }

    /** The body that says this. Fields without a value are left out. */
    static ByteBuffer write(Wire wire, SdkPojo answer) {
        return body(wire, out -> new AnswerWriter(wire, out).writeFields(answer));
    }

    /** The body that says what was wrong. */
    static ByteBuffer write(Wire wire, ServiceError error) {
        return body(wire, out -> {
            out.writeStartObject();
            out.writeStringField("__type", error.type());
            out.writeStringField("message", error.message());
            out.writeEndObject();
        });
    }

    private interface Content {
        void writeTo(JsonGenerator out) throws IOException;
    }

    private static ByteBuffer body(Wire wire, Content content) {
        Bytes bytes = new Bytes();
        try (JsonGenerator out = wire.generator(bytes)) {
            content.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("Memory cannot fail to be written", e);
        }
        return bytes.asBuffer();
    }

    private void writeFields(SdkPojo pojo) throws IOException {
        out.writeStartObject();
        for (SdkField<?> field : pojo.sdkFields()) {
            Object value = field.getValueOrDefault(pojo);
            if (value != null && !(value instanceof SdkAutoConstructList) && !(value instanceof SdkAutoConstructMap)) {
                out.writeFieldName(field.locationName());
                writeValue(field, value);
            }
        }
        out.writeEndObject();
    }

    private void writeValue(SdkField<?> field, Object value) throws IOException {
        switch (field.marshallingType().getKnownType()) {
            case STRING -> out.writeString((String) value);
            case INTEGER -> out.writeNumber((Integer) value);
            case LONG -> out.writeNumber((Long) value);
            case BOOLEAN -> out.writeBoolean((Boolean) value);
            case INSTANT -> wire.writeTime((Instant) value, out);
            case SDK_BYTES -> out.writeBinary(((SdkBytes) value).asByteArrayUnsafe());
            case SDK_POJO -> writeFields((SdkPojo) value);
            case LIST -> writeList(field, (List<?>) value);
            case MAP -> writeMap(field, (Map<?, ?>) value);
            default ->
                throw new IllegalStateException("No answer of Kinesis has a "
                        + field.marshallingType().getKnownType() + ", but " + field.locationName() + " is one");
        }
    }

    private void writeList(SdkField<?> field, List<?> values) throws IOException {
        SdkField<?> member = field.getRequiredTrait(ListTrait.class).memberFieldInfo();
        out.writeStartArray();
        for (Object value : values) {
            writeValue(member, value);
        }
        out.writeEndArray();
    }

    private void writeMap(SdkField<?> field, Map<?, ?> values) throws IOException {
        SdkField<?> member = field.getRequiredTrait(MapTrait.class).valueFieldInfo();
        out.writeStartObject();
        for (Map.Entry<?, ?> entry : values.entrySet()) {
            out.writeFieldName((String) entry.getKey());
            writeValue(member, entry.getValue());
        }
        out.writeEndObject();
    }

    /** Bytes that are sent without being copied once more. */
    private static final class Bytes extends ByteArrayOutputStream {

        private static final int FIRST_SIZE = 1_024;

        Bytes() {
            super(FIRST_SIZE);
        }

        ByteBuffer asBuffer() {
            return ByteBuffer.wrap(buf, 0, count);
        }
    }
}
