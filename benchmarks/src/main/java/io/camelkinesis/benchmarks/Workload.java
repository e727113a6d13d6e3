// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.benchmarks;

/**
 * What both sides are given to do.
 *
 * @param stream the stream
 * @param warmUp records to read before anything is measured
 * @param records records to read while it is measured; 0 for an idle stream, which is measured for {@code idleSeconds}
 * @param idleSeconds how long an idle stream is watched, after as long again for warming up
 */
record Workload(String stream, long warmUp, long records, int idleSeconds) {

    String[] arguments() {
        return new String[] {stream, Long.toString(warmUp), Long.toString(records), Integer.toString(idleSeconds)};
    }

    static Workload parse(String[] arguments) {
        return new Workload(
                arguments[0],
                Long.parseLong(arguments[1]),
                Long.parseLong(arguments[2]),
                Integer.parseInt(arguments[3]));
    }

    boolean isIdle() {
        return records == 0;
    }
}
