// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

import java.time.Duration;

/** The numbers of the service, from its page "Quotas and limits" and from the API reference of each operation. */
final class Limits {

    static final int RECORDS_PER_READ = 10_000;
    static final long BYTES_PER_READ = 10L << 20;
    static final int READS_PER_SECOND = 5;
    static final long READ_BYTES_PER_SECOND = 2L << 20;
    static final Duration ITERATOR_LIFE = Duration.ofSeconds(300);

    static final int ENTRIES_PER_PUT = 500;
    static final long BYTES_PER_PUT = 10L << 20;
    static final int KEY_CHARS = 256;
    static final int LARGEST_DATA_BYTES = 10 << 20;
    static final int WRITES_PER_SECOND = 1_000;
    static final long WRITE_BYTES_PER_SECOND = 1L << 20;

    static final int DEFAULT_RECORD_KIB = 1_024;
    static final int LARGEST_RECORD_KIB = 10_240;

    static final int CONSUMERS_PER_STREAM = 20;
    static final int CONSUMERS_CREATING = 5;
    static final int CONSUMERS_PER_PAGE = 100;
    static final Duration SUBSCRIPTION_LIFE = Duration.ofMinutes(5);
    /** A consumer's subscription to a shard is not taken over so soon. */
    static final Duration SUBSCRIPTION_PROTECTION = Duration.ofSeconds(5);
    /** An event without records is sent when there was none for so long; observed, not documented. */
    static final Duration SILENCE = Duration.ofSeconds(5);
    /** What one event carries at most is not documented; a shard grants a consumer 2 MiB a second. */
    static final long BYTES_PER_EVENT = 1L << 20;

    static final int RECORDS_PER_EVENT = 10_000;

    static final int SHARDS_PER_PAGE = 1_000;
    static final int SHARDS_REQUESTED = 10_000;
    static final int DEFAULT_DESCRIBED_SHARDS = 100;
    static final Duration TOKEN_LIFE = Duration.ofSeconds(300);
    static final int LISTS_PER_SECOND = 1_000;
    static final int SUMMARIES_PER_SECOND = 20;
    static final int DESCRIBES_PER_SECOND = 10;
    static final int DEFAULT_SHARDS_PER_ACCOUNT = 20_000;

    static final int SHORTEST_RETENTION_HOURS = 24;
    static final int LONGEST_RETENTION_HOURS = 8_760;

    private Limits() {}
}
