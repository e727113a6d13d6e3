// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;

/** How the thread pools of consumers and producers are made: of one size, with a bound for what waits. */
final class PoolProfile {

    /**
     * Timers of an engine: a few for each shard that is read, and Kinesis allows 20,000 shards in an account by default; one
     * for each stream that is put into.
     */
    private static final int MOST_TIMERS = 1_000_000;

    private PoolProfile() {}

    /** One thread that stays, for the loop of an engine and its timers. */
    static ThreadPoolProfile loop(String id) {
        ThreadPoolProfile loop = of(id, 1, MOST_TIMERS);
        loop.setAllowCoreThreadTimeOut(false);
        return loop;
    }

    /** Threads as they are needed, up to so many; those that are idle for a minute end. Nothing waits. */
    static ThreadPoolProfile growing(String id, int most) {
        ThreadPoolProfile profile = of(id, 1, 0);
        profile.setMaxPoolSize(most);
        return profile;
    }

    /** Threads that are idle for a minute end; what does not fit is an error, it never runs on the caller's thread. */
    static ThreadPoolProfile of(String id, int threads, int queue) {
        ThreadPoolProfile profile = new ThreadPoolProfile(id);
        profile.setPoolSize(threads);
        profile.setMaxPoolSize(threads);
        profile.setMaxQueueSize(queue);
        profile.setKeepAliveTime(60L);
        profile.setAllowCoreThreadTimeOut(true);
        profile.setRejectedPolicy(ThreadPoolRejectedPolicy.Abort);
        return profile;
    }
}
