// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

/** A call that the service takes. */
public enum Operation {
    CREATE_STREAM,
    DELETE_STREAM,
    DESCRIBE_STREAM,
    DESCRIBE_STREAM_SUMMARY,
    LIST_STREAMS,
    LIST_SHARDS,
    SPLIT_SHARD,
    MERGE_SHARDS,
    UPDATE_SHARD_COUNT,
    UPDATE_RETENTION,
    UPDATE_MAX_RECORD_SIZE,
    REGISTER_STREAM_CONSUMER,
    DESCRIBE_STREAM_CONSUMER,
    LIST_STREAM_CONSUMERS,
    DEREGISTER_STREAM_CONSUMER,
    SUBSCRIBE_TO_SHARD,
    GET_SHARD_ITERATOR,
    GET_RECORDS,
    PUT_RECORD,
    PUT_RECORDS;

    /** Whether it reads or writes records; such calls are throttled per shard, the others per account or stream. */
    public boolean isDataPlane() {
        return ordinal() >= GET_SHARD_ITERATOR.ordinal();
    }
}
