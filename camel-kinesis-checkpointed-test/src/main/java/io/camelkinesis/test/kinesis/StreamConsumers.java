// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The registered consumers of one stream, by name. */
final class StreamConsumers {

    private final NavigableMap<String, ConsumerModel> byName = new TreeMap<>();

    /** The consumers as they are at this time, in the order of their names. */
    NavigableMap<String, ConsumerModel> at(long nanos) {
        byName.values().removeIf(consumer -> consumer.isGone(nanos));
        byName.values().forEach(consumer -> consumer.settle(nanos));
        return byName;
    }

    void add(ConsumerModel consumer) {
        byName.put(consumer.name(), consumer);
    }

    @Nullable
    ConsumerModel withArn(String arn, long nanos) {
        return at(nanos).values().stream()
                .filter(consumer -> consumer.arn().equals(arn))
                .findFirst()
                .orElse(null);
    }
}
