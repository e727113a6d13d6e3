// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

/** All calls of the service in the terms of the SDK: what every face that speaks them stands on. */
record KinesisOperations(
        StreamOperations streams,
        ShardOperations shards,
        RecordOperations records,
        ConsumerOperations consumers,
        Subscriptions subscriptions) {}
