// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.runtime;

import java.time.Instant;

/** Port to time. */
public interface Clock {

    /** Monotonic time in nanoseconds; only differences mean something. Delays and ownership are decided by it. */
    long nanoTime();

    /** Wall-clock time: for people, and to compare with times that others have written. Never decides who owns a shard. */
    Instant now();
}
