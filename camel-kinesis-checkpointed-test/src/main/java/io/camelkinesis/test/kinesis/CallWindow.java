// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

/** At most so many calls within any second. */
final class CallWindow {

    private static final long SECOND = 1_000_000_000L;

    private final long[] times;
    private long calls;

    CallWindow(int perSecond) {
        times = new long[perSecond];
    }

    /** Whether a call is admitted now; if so it is counted. */
    boolean tryCall(long nanos) {
        int slot = (int) (calls % times.length);
        if (calls >= times.length && nanos - times[slot] < SECOND) {
            return false;
        }
        times[slot] = nanos;
        calls++;
        return true;
    }
}
