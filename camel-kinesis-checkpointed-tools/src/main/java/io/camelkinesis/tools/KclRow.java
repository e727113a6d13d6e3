// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.tools;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * One lease of Amazon's Kinesis Client Library, as its versions 2 and 3 store it.
 *
 * @param key the leaseKey: a shard id, or {@code account:stream:creation:shardId} where one application reads several streams
 * @param account owner of the stream, null where the key does not say
 * @param stream name of the stream, null where the key does not say
 * @param creation when the stream was created, seconds since 1970; 0 where the key does not say
 * @param shard the shard's id
 * @param checkpoint a sequence number, or one of the words of {@link KclImport}; null when there is none
 * @param subSequence the user record within an aggregate, 0 also for records that are none; null when not stored
 * @param parents ids of the parent shards
 * @param counter grows while its owner lives
 */
record KclRow(
        String key,
        @Nullable String account,
        @Nullable String stream,
        long creation,
        String shard,
        @Nullable String checkpoint,
        @Nullable Long subSequence,
        List<String> parents,
        String counter) {

    static final String KEY = "leaseKey";

    private static final Pattern SHARD = Pattern.compile("shardId-[0-9]{12}");
    private static final Pattern OF_STREAM = Pattern.compile(
            "(?<account>[0-9]{12}):(?<stream>[A-Za-z0-9_.-]{1,128}):(?<creation>[0-9]{1,18}):(?<shard>shardId-[0-9]{12})");

    /** The lease that an item holds; empty when it is none. */
    static Optional<KclRow> of(Map<String, AttributeValue> item) {
        String key = text(item, KEY);
        if (key == null) {
            return Optional.empty();
        }
        Matcher ofStream = OF_STREAM.matcher(key);
        if (ofStream.matches()) {
            long creation = Long.parseLong(ofStream.group("creation"));
            return Optional.of(row(
                    item, key, ofStream.group("account"), ofStream.group("stream"), creation, ofStream.group("shard")));
        }
        return SHARD.matcher(key).matches() ? Optional.of(row(item, key, null, null, 0, key)) : Optional.empty();
    }

    private static KclRow row(
            Map<String, AttributeValue> item,
            String key,
            @Nullable String account,
            @Nullable String stream,
            long creation,
            String shard) {
        AttributeValue parents = item.get("parentShardId");
        return new KclRow(
                key,
                account,
                stream,
                creation,
                shard,
                text(item, "checkpoint"),
                number(item, "checkpointSubSequenceNumber"),
                parents == null ? List.of() : parents.ss(),
                Optional.ofNullable(item.get("leaseCounter"))
                                .map(AttributeValue::n)
                                .orElse("") + " " + text(item, "leaseOwner"));
    }

    private static @Nullable String text(Map<String, AttributeValue> item, String attribute) {
        AttributeValue value = item.get(attribute);
        return value == null ? null : value.s();
    }

    private static @Nullable Long number(Map<String, AttributeValue> item, String attribute) {
        AttributeValue value = item.get(attribute);
        return value == null || value.n() == null ? null : Long.valueOf(value.n());
    }
}
