// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * Fills a request of the SDK's model from the body of a call, by what the model says about its own fields. Fields that the
 * model does not know are skipped and null counts as absent, as the service has it.
 */
final class RequestReader {

    /** More than any list or map of a valid call has; keeps a small body from becoming many objects. */
    private static final int MOST_ELEMENTS = 10_000;

    private final Wire wire;
    private final JsonParser in;

    private RequestReader(Wire wire, JsonParser in) {
        this.wire = wire;
        this.in = in;
    }

    /**
     * Reads the whole body into a request.
     *
     * @throws IOException if it is not what the protocol or the model asks for
     */
    static void read(Wire wire, byte[] body, SdkPojo request) throws IOException {
        try (JsonParser in = wire.parser(body)) {
            RequestReader reader = new RequestReader(wire, in);
            in.nextToken();
            reader.expect(JsonToken.START_OBJECT, "the body");
            reader.readFields(request);
            if (in.nextToken() != null) {
                throw new MismatchException("The body goes on behind its end");
            }
        }
    }

    private void readFields(SdkPojo into) throws IOException {
        Map<String, SdkField<?>> fields = into.sdkFieldNameToField();
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            in.nextToken();
            SdkField<?> field = fields.get(name);
            if (field == null) {
                in.skipChildren();
            } else {
                Object value = value(field, name);
                if (value != null) {
                    field.set(into, value);
                }
            }
        }
        expect(JsonToken.END_OBJECT, "the end of an object");
    }

    private @Nullable Object value(SdkField<?> field, String name) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        return switch (field.marshallingType().getKnownType()) {
            case STRING -> string(name);
            case INTEGER -> number(name).getIntValue();
            case LONG -> number(name).getLongValue();
            case BOOLEAN -> bool(name);
            case INSTANT -> time(name);
            case SDK_BYTES -> payload(name);
            case SDK_POJO -> object(field, name);
            case LIST -> list(field, name);
            case MAP -> map(field, name);
            default ->
                throw new MismatchException(
                        name + " is a " + field.marshallingType().getKnownType() + ", which no call of Kinesis has");
        };
    }

    private String string(String name) throws IOException {
        expect(JsonToken.VALUE_STRING, name);
        return in.getText();
    }

    private JsonParser number(String name) throws MismatchException {
        expect(JsonToken.VALUE_NUMBER_INT, name);
        return in;
    }

    private Boolean bool(String name) throws MismatchException {
        if (in.currentToken() != JsonToken.VALUE_TRUE) {
            expect(JsonToken.VALUE_FALSE, name);
        }
        return in.currentToken() == JsonToken.VALUE_TRUE;
    }

    private Instant time(String name) throws IOException {
        if (in.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            expect(JsonToken.VALUE_NUMBER_FLOAT, name);
        }
        return wire.readTime(in);
    }

    private SdkBytes payload(String name) throws IOException {
        expect(wire.payloadToken(), name);
        return SdkBytes.fromByteArrayUnsafe(in.getBinaryValue());
    }

    private Object object(SdkField<?> field, String name) throws IOException {
        expect(JsonToken.START_OBJECT, name);
        SdkPojo nested = field.constructor().get();
        readFields(nested);
        return ((Buildable) nested).build();
    }

    private List<Object> list(SdkField<?> field, String name) throws IOException {
        expect(JsonToken.START_ARRAY, name);
        SdkField<?> member = field.getRequiredTrait(ListTrait.class).memberFieldInfo();
        List<Object> values = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            values.add(element(member, name, values.size()));
        }
        return values;
    }

    private Map<String, Object> map(SdkField<?> field, String name) throws IOException {
        expect(JsonToken.START_OBJECT, name);
        SdkField<?> member = field.getRequiredTrait(MapTrait.class).valueFieldInfo();
        Map<String, Object> values = new LinkedHashMap<>();
        for (String key = in.nextFieldName(); key != null; key = in.nextFieldName()) {
            in.nextToken();
            values.put(key, element(member, name, values.size()));
        }
        expect(JsonToken.END_OBJECT, "the end of " + name);
        return values;
    }

    private Object element(SdkField<?> member, String name, int before) throws IOException {
        if (before == MOST_ELEMENTS) {
            throw new MismatchException(name + " has more than " + MOST_ELEMENTS + " elements");
        }
        Object value = value(member, "an element of " + name);
        if (value == null) {
            throw new MismatchException("null cannot be an element of " + name);
        }
        return value;
    }

    private void expect(JsonToken expected, String what) throws MismatchException {
        if (in.currentToken() != expected) {
            throw new MismatchException(in.currentToken() + " cannot be " + what + ": " + expected + " is expected");
        }
    }

    /** Well-formed, but not what the model has at this place. The message holds no value that was sent. */
    static final class MismatchException extends IOException {

        private static final long serialVersionUID = 1;

        MismatchException(String message) {
            super(message);
        }
    }
}
