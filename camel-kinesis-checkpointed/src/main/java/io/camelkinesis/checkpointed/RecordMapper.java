// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.checkpointed.aws.RawBytes;
import io.camelkinesis.engine.produce.PutRecord;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.BaseStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;
import org.apache.camel.support.ExchangeHelper;
import org.jspecify.annotations.Nullable;

/** Makes records of messages: key, hash key and stream by options and headers, the payload by Camel's type converters. */
final class RecordMapper {

    /** UTF-16 units of a partition key: never fewer than its characters, whichever of the two the service counts. */
    private static final int KEY_LIMIT = 256;

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,39}");
    private static final BigInteger HASH_KEYS = BigInteger.ONE.shiftLeft(128);

    private final CamelContext context;
    private final String stream;
    private final LongKeys longKeys;
    private final boolean splitBody;
    private final boolean streamFromHeader;
    private final HeaderFilter headers;
    private final @Nullable Expression partitionKey;
    private final @Nullable Expression explicitHashKey;

    /** @param stream where records go that name no other */
    RecordMapper(CamelContext context, String stream, KinesisCheckpointedConfiguration options) {
        this.context = context;
        this.stream = stream;
        this.longKeys = options.getLongKeys();
        this.splitBody = options.isSplitBody();
        this.streamFromHeader = options.isStreamFromHeader();
        this.headers = new HeaderFilter(options.getHeaderFilterStrategy());
        this.partitionKey = expression(options.getPartitionKey(), context);
        this.explicitHashKey = expression(options.getExplicitHashKey(), context);
    }

    /** What passes of the headers that this reads, and of those that a put sets. */
    HeaderFilter headers() {
        return headers;
    }

    /** A record and where it goes. */
    record Routed(String stream, PutRecord record) {}

    /**
     * The expression that an option's value stands for.
     *
     * @param value an expression, or a text in the simple language; null: none
     * @throws IllegalArgumentException if it is something else
     * @throws org.apache.camel.RuntimeCamelException if the text cannot be parsed
     */
    static @Nullable Expression expression(@Nullable Object value, CamelContext context) {
        if (value == null) {
            return null;
        }
        Expression expression;
        if (value instanceof Expression given) {
            expression = given;
        } else if (value instanceof String text) {
            expression = context.resolveLanguage("simple").createExpression(text);
        } else {
            throw new IllegalArgumentException("must be a text in the simple language, or a bean that is an Expression,"
                    + " not a " + value.getClass().getName());
        }
        expression.init(context);
        return expression;
    }

    /**
     * The elements of the exchange's body that are records of their own; null when the body as a whole is one record.
     *
     * @throws KinesisProducerException if they were read before and cannot be read again
     */
    @Nullable
    Iterator<?> elements(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        if (body instanceof List<?> list && !list.isEmpty() && hasHeaders(list.get(0))) {
            return list.iterator();
        }
        if (!splitBody || body instanceof Path || !holdsMany(body)) {
            return null;
        }
        return ReadOnce.elements(exchange, body, RecordMapper::iterator);
    }

    private static boolean hasHeaders(@Nullable Object element) {
        return element instanceof Exchange || element instanceof Message;
    }

    private static boolean holdsMany(@Nullable Object body) {
        return body instanceof Object[]
                || body instanceof Iterable
                || body instanceof Iterator
                || body instanceof BaseStream;
    }

    private static Iterator<?> iterator(Object body) {
        if (body instanceof Object[] array) {
            return Arrays.asList(array).iterator();
        }
        if (body instanceof BaseStream<?, ?> stream) {
            return stream.iterator();
        }
        return body instanceof Iterable<?> many ? many.iterator() : (Iterator<?>) body;
    }

    /**
     * The record of an exchange whose body is one.
     *
     * @throws KinesisProducerException if there can be none
     */
    Routed map(Exchange exchange) {
        Message message = exchange.getMessage();
        return hasHeaders(message.getBody())
                ? mapElement(exchange, message.getBody())
                : map(exchange, exchange, message, message.getBody(), stream);
    }

    /**
     * The record of an element of the exchange's body. An element that is an exchange is taken with its own headers, and
     * goes where the exchange does unless these name a stream; another is taken with all that the exchange has.
     *
     * @throws KinesisProducerException if there can be none
     */
    Routed mapElement(Exchange exchange, @Nullable Object element) {
        Message message = exchange.getMessage();
        Routed routed;
        if (element instanceof Exchange own) {
            routed =
                    map(exchange, own, own.getMessage(), own.getMessage().getBody(), target(exchange, message, stream));
        } else if (element instanceof Message own) {
            routed = map(exchange, alone(exchange, own), own, own.getBody(), target(exchange, message, stream));
        } else {
            routed = map(exchange, exchange, message, element, stream);
        }
        ReadOnce.took(exchange, routed.record().sizeBytes());
        return routed;
    }

    /** What expressions see for a message that is an element: its own body and headers, and all else of the exchange. */
    private Exchange alone(Exchange exchange, Message message) {
        if (partitionKey == null && explicitHashKey == null) {
            return exchange;
        }
        Exchange copy = ExchangeHelper.createCopy(exchange, false);
        copy.getMessage().copyFrom(message);
        return copy;
    }

    /**
     * @param whole what was sent
     * @param exchange what expressions see
     */
    private Routed map(Exchange whole, Exchange exchange, Message message, @Nullable Object body, String other) {
        String target = target(exchange, message, other);
        byte[] data = bytes(whole, body);
        if (partitionKey == null && explicitHashKey == null) {
            return new Routed(target, new PutRecord(key(exchange, message), hashKey(exchange, message), data));
        }
        // an expression that reads the body sees this record's, and does not take it away
        Message seen = exchange.getMessage();
        Object before = seen.getBody();
        seen.setBody(ReadOnce.isSpentByReading(body) ? data : body);
        try {
            return new Routed(target, new PutRecord(key(exchange, message), hashKey(exchange, message), data));
        } finally {
            seen.setBody(before);
        }
    }

    /** @param other where it goes if its headers name no stream */
    private String target(Exchange exchange, Message message, String other) {
        if (!streamFromHeader) {
            return other;
        }
        String named = headers.heeded(exchange, message, KinesisCheckpointedConstants.STREAM_NAME);
        if (named == null
                || named.isBlank()
                || named.equals(message.getHeader(KinesisCheckpointedConstants.SOURCE_STREAM))) {
            return other;
        }
        if (!StreamsUri.isStream(named)) {
            throw new StreamNotFoundException(
                    named,
                    "The header " + KinesisCheckpointedConstants.STREAM_NAME + " is '" + ErrorText.shown(named)
                            + "', which is neither the name nor the ARN of a stream",
                    null);
        }
        return named;
    }

    private String key(Exchange exchange, Message message) {
        String key = partitionKey != null
                ? partitionKey.evaluate(exchange, String.class)
                : headers.heeded(exchange, message, KinesisCheckpointedConstants.PARTITION_KEY);
        if (key == null || key.isEmpty()) {
            throw new MissingPartitionKeyException(
                    partitionKey != null
                            ? "the option partitionKey"
                            : "the header " + KinesisCheckpointedConstants.PARTITION_KEY);
        }
        if (isCut(key)) {
            throw InvalidPartitionKeyException.cut(key.length());
        }
        if (key.length() <= KEY_LIMIT) {
            return key;
        }
        if (longKeys == LongKeys.FAIL) {
            throw InvalidPartitionKeyException.tooLong(key.length(), KEY_LIMIT);
        }
        return sha256(key);
    }

    /** Whether the key holds half of a character only, so that it has no UTF-8: the request that carried it could not be written. */
    private static boolean isCut(String key) {
        return key.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private @Nullable String hashKey(Exchange exchange, Message message) {
        String hashKey = explicitHashKey != null
                ? explicitHashKey.evaluate(exchange, String.class)
                : headers.heeded(exchange, message, KinesisCheckpointedConstants.EXPLICIT_HASH_KEY);
        if (hashKey == null || hashKey.isEmpty()) {
            return null;
        }
        if (!DIGITS.matcher(hashKey).matches() || new BigInteger(hashKey).compareTo(HASH_KEYS) >= 0) {
            throw InvalidPartitionKeyException.badHashKey(hashKey.length());
        }
        return hashKey;
    }

    private byte[] bytes(Exchange exchange, @Nullable Object body) {
        if (body instanceof byte[] bytes) {
            return bytes;
        }
        if (body == null) {
            throw UnsupportedBodyException.missing();
        }
        if (body instanceof Collection) {
            throw UnsupportedBodyException.many(body.getClass());
        }
        if (ReadOnce.isSpentByReading(body)) {
            return ReadOnce.bytes(exchange, body, once -> converted(exchange, once));
        }
        if (body instanceof StreamCache cache) {
            cache.reset();
        }
        byte[] plain = RawBytes.of(body);
        return plain != null ? plain : converted(exchange, body);
    }

    /** Failures of converters quote the payload, so none is passed on. */
    private byte[] converted(Exchange exchange, Object body) {
        byte[] bytes = context.getTypeConverter().tryConvertTo(byte[].class, exchange, body);
        if (bytes == null) {
            throw UnsupportedBodyException.of(body.getClass());
        }
        return bytes;
    }
}
