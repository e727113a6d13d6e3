// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

import io.camelkinesis.engine.runtime.Clock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ShardFilter;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;

/** ListShards: filters and pages. */
final class ShardListing {

    private final Clock clock;
    private final Streams streams;

    ShardListing(Clock clock, Streams streams) {
        this.clock = clock;
        this.streams = streams;
    }

    /** One page. */
    record Page(List<ShardModel> shards, @Nullable String nextToken) {}

    /** What a NextToken says. */
    private record Token(String stream, String after, ShardFilterType filter, long millis, long issuedNanos) {

        private static final String MARK = "camel-kinesis-shards/1";
        private static final int FIELDS = 6;

        String encode() {
            String text = String.join(
                    "\n", MARK, stream, after, filter.name(), Long.toString(millis), Long.toString(issuedNanos));
            return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        }

        static Token decode(String encoded) {
            try {
                String text = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
                String[] fields = text.split("\n", -1);
                if (fields.length != FIELDS || !fields[0].equals(MARK)) {
                    throw Errors.invalid("Invalid NextToken.");
                }
                return new Token(
                        fields[1],
                        fields[2],
                        ShardFilterType.valueOf(fields[3]),
                        Long.parseLong(fields[4]),
                        Long.parseLong(fields[5]));
            } catch (IllegalArgumentException e) {
                throw Errors.invalid("Invalid NextToken.");
            }
        }
    }

    Page page(ListShardsRequest request) {
        int size = Math.min(
                Limits.SHARDS_PER_PAGE,
                Check.range("maxResults", request.maxResults(), Limits.SHARDS_PER_PAGE, 1, Limits.SHARDS_REQUESTED));
        Token from = request.nextToken() == null ? begin(request) : goOn(request, request.nextToken());
        StreamModel stream = streams.find(from.stream(), null);
        Predicate<ShardModel> wanted = filter(stream, from.filter(), from.millis());
        List<ShardModel> shards = new ArrayList<>();
        Collection<ShardModel> candidates = from.after().isEmpty() ? stream.shards() : stream.shardsAfter(from.after());
        for (ShardModel shard : candidates) {
            if (!wanted.test(shard)) {
                continue;
            }
            if (shards.size() == size) {
                String last = shards.get(size - 1).id();
                return new Page(
                        shards,
                        new Token(from.stream(), last, from.filter(), from.millis(), clock.nanoTime()).encode());
            }
            shards.add(shard);
        }
        return new Page(shards, null);
    }

    private Token goOn(ListShardsRequest request, String nextToken) {
        if (request.streamName() != null || request.streamARN() != null) {
            throw Errors.invalid("NextToken and StreamName cannot be provided together.");
        }
        if (request.exclusiveStartShardId() != null || request.streamCreationTimestamp() != null) {
            throw Errors.invalid(
                    "NextToken cannot be provided together with ExclusiveStartShardId or StreamCreationTimestamp.");
        }
        Token token = Token.decode(nextToken);
        if (Duration.ofNanos(clock.nanoTime() - token.issuedNanos()).compareTo(Limits.TOKEN_LIFE) > 0) {
            throw Errors.expiredToken(
                    "NextToken expired: it is valid for " + Limits.TOKEN_LIFE.toSeconds() + " seconds.");
        }
        return token;
    }

    private Token begin(ListShardsRequest request) {
        StreamModel stream = streams.find(request.streamName(), request.streamARN());
        ShardFilter filter = request.shardFilter();
        String after = request.exclusiveStartShardId() == null ? "" : request.exclusiveStartShardId();
        if (filter == null) {
            return new Token(stream.name(), after, ShardFilterType.FROM_TRIM_HORIZON, 0, 0);
        }
        ShardFilterType type = filter.type();
        if (type == null || type == ShardFilterType.UNKNOWN_TO_SDK_VERSION) {
            throw Errors.constraint("Value '" + filter.typeAsString() + "' at 'shardFilter.type' failed to satisfy"
                    + " constraint: Member must satisfy enum value set: " + ShardFilterType.knownValues());
        }
        if (type == ShardFilterType.AFTER_SHARD_ID) {
            if (filter.shardId() == null) {
                throw Errors.invalid("ShardId must be provided for ShardFilter of type AFTER_SHARD_ID.");
            }
            String start = filter.shardId().compareTo(after) > 0 ? filter.shardId() : after;
            return new Token(stream.name(), start, type, 0, 0);
        }
        return new Token(stream.name(), after, type, timestamp(type, filter.timestamp()), 0);
    }

    private static long timestamp(ShardFilterType type, @Nullable Instant timestamp) {
        boolean needed = type == ShardFilterType.AT_TIMESTAMP || type == ShardFilterType.FROM_TIMESTAMP;
        if (needed && timestamp == null) {
            throw Errors.invalid("Timestamp must be provided for ShardFilter of type " + type + ".");
        }
        return timestamp == null ? 0 : timestamp.toEpochMilli();
    }

    private Predicate<ShardModel> filter(StreamModel stream, ShardFilterType type, long millis) {
        long horizon = stream.horizonMillis(clock.now().toEpochMilli());
        return switch (type) {
            case AT_LATEST -> ShardModel::isOpen;
            case AT_TRIM_HORIZON -> openAt(Math.max(horizon, stream.createdMillis()));
            case AT_TIMESTAMP -> openAt(millis);
            case FROM_TIMESTAMP -> shard -> shard.isOpen() || shard.closedMillis() >= millis;
            default -> shard -> true;
        };
    }

    private static Predicate<ShardModel> openAt(long millis) {
        return shard -> shard.openedMillis() <= millis && (shard.isOpen() || shard.closedMillis() >= millis);
    }
}
