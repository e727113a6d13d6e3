// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

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
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Makes records of messages: key, hash key and stream by options and headers, the payload by Camel's type converters. */
final class RecordMapper {

    /** Characters of a partition key. */
    private static final int KEY_LIMIT = 256;

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,39}");
    private static final BigInteger HASH_KEYS = BigInteger.ONE.shiftLeft(128);

    private final CamelContext context;
    private final String stream;
    private final LongKeys longKeys;
    private final boolean splitBody;
    private final @Nullable Expression partitionKey;
    private final @Nullable Expression explicitHashKey;

    /** @param stream where records go that name no other */
    RecordMapper(CamelContext context, String stream, KinesisCheckpointedConfiguration options) {
        this.context = context;
        this.stream = stream;
        this.longKeys = options.getLongKeys();
        this.splitBody = options.isSplitBody();
        this.partitionKey = expression(options.getPartitionKey(), context);
        this.explicitHashKey = expression(options.getExplicitHashKey(), context);
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

    /** The elements of the body that are records of their own; null when the body as a whole is one record. */
    @Nullable
    Iterator<?> elements(@Nullable Object body) {
        if (body instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Exchange) {
            return list.iterator();
        }
        if (!splitBody || body instanceof Path) {
            return null;
        }
        if (body instanceof Object[] array) {
            return Arrays.asList(array).iterator();
        }
        return body instanceof Iterable<?> many ? many.iterator() : body instanceof Iterator<?> rest ? rest : null;
    }

    /**
     * The record of an exchange whose body is one.
     *
     * @throws KinesisProducerException if there can be none
     */
    Routed map(Exchange exchange) {
        return map(exchange, exchange.getMessage(), exchange.getMessage().getBody(), stream);
    }

    /**
     * The record of an element of the exchange's body. An element that is an exchange is taken with its own headers, and
     * goes where the exchange does unless these name a stream; another is taken with all that the exchange has.
     *
     * @throws KinesisProducerException if there can be none
     */
    Routed mapElement(Exchange exchange, @Nullable Object element) {
        Message message = exchange.getMessage();
        if (element instanceof Exchange own) {
            return map(own, own.getMessage(), own.getMessage().getBody(), target(message, stream));
        }
        if (partitionKey == null && explicitHashKey == null) {
            return map(exchange, message, element, stream);
        }
        Object whole = message.getBody();
        message.setBody(element);
        try {
            return map(exchange, message, element, stream);
        } finally {
            message.setBody(whole);
        }
    }

    private Routed map(Exchange exchange, Message message, @Nullable Object body, String other) {
        String target = target(message, other);
        String key = key(exchange, message);
        String hashKey = hashKey(exchange, message);
        return new Routed(target, new PutRecord(key, hashKey, bytes(exchange, body)));
    }

    /** @param other where it goes if its headers name no stream */
    private static String target(Message message, String other) {
        String named = message.getHeader(KinesisCheckpointedConstants.STREAM_NAME, String.class);
        if (named == null
                || named.isBlank()
                || named.equals(message.getHeader(KinesisCheckpointedConstants.SOURCE_STREAM))) {
            return other;
        }
        if (!StreamsUri.isStream(named)) {
            throw new StreamNotFoundException(
                    named,
                    "The header " + KinesisCheckpointedConstants.STREAM_NAME + " is '" + named
                            + "', which is neither the name nor the ARN of a stream",
                    null);
        }
        return named;
    }

    private String key(Exchange exchange, Message message) {
        String key = partitionKey != null
                ? partitionKey.evaluate(exchange, String.class)
                : message.getHeader(KinesisCheckpointedConstants.PARTITION_KEY, String.class);
        if (key == null || key.isEmpty()) {
            throw new MissingPartitionKeyException(
                    partitionKey != null
                            ? "the option partitionKey"
                            : "the header " + KinesisCheckpointedConstants.PARTITION_KEY);
        }
        if (key.length() <= KEY_LIMIT) {
            return key;
        }
        if (longKeys == LongKeys.FAIL) {
            throw InvalidPartitionKeyException.tooLong(key.length(), KEY_LIMIT);
        }
        return sha256(key);
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
                : message.getHeader(KinesisCheckpointedConstants.EXPLICIT_HASH_KEY, String.class);
        if (hashKey == null || hashKey.isEmpty()) {
            return null;
        }
        if (!DIGITS.matcher(hashKey).matches() || new BigInteger(hashKey).compareTo(HASH_KEYS) >= 0) {
            throw InvalidPartitionKeyException.badHashKey(hashKey.length());
        }
        return hashKey;
    }

    /** Failures of converters quote the payload, so none is passed on. */
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
        byte[] bytes = context.getTypeConverter().tryConvertTo(byte[].class, exchange, body);
        if (bytes == null) {
            throw UnsupportedBodyException.of(body.getClass());
        }
        return bytes;
    }
}
