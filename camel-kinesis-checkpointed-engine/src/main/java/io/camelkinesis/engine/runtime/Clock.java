package io.camelkinesis.engine.runtime;

import java.time.Instant;

/** Port to time. */
public interface Clock {

    /** Monotonic time in nanoseconds; only differences mean something. Everything that is decided is decided by it. */
    long nanoTime();

    /** Wall-clock time; written for people. It decides whether a record is older than maxRecordAge, and nothing else. */
    Instant now();
}
