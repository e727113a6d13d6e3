// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.proof;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What samples of the table show of the workers: when their stored heartbeats moved and when their rows vanished. Workers
 * go by process id; times are those of the machine's clock in milliseconds, late by up to the pause between two samples.
 */
final class MemberWatch implements Consumer<Map<String, Map<String, AttributeValue>>> {

    private static final String PREFIX = "member/";
    private static final Pattern CLIENT_ID = Pattern.compile(".*-(\\d+)-[0-9a-f]{8}");

    private final Map<Long, Long> lastBeat = new HashMap<>();
    private final Map<Long, List<Long>> moved = new TreeMap<>();
    private final Map<Long, Long> gone = new HashMap<>();

    /** The process id in a client id. */
    static long pidOf(String clientId) {
        Matcher matcher = CLIENT_ID.matcher(clientId);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Not host-pid-suffix: " + clientId);
        }
        return Long.parseLong(matcher.group(1));
    }

    @Override
    public synchronized void accept(Map<String, Map<String, AttributeValue>> rows) {
        long now = System.currentTimeMillis();
        Map<Long, Long> beats = new HashMap<>();
        rows.forEach((name, row) -> {
            if (name.startsWith(PREFIX)) {
                beats.put(pidOf(name), Long.parseLong(row.get("Beat").n()));
            }
        });
        beats.forEach((pid, beat) -> {
            if (!beat.equals(lastBeat.put(pid, beat))) {
                moved.computeIfAbsent(pid, p -> new ArrayList<>()).add(now);
            }
        });
        moved.keySet().stream().filter(pid -> !beats.containsKey(pid)).forEach(pid -> gone.putIfAbsent(pid, now));
    }

    /** When the row of a worker was first seen, 0 if it was not. */
    synchronized long joined(long pid) {
        List<Long> times = moved.getOrDefault(pid, List.of());
        return times.isEmpty() ? 0 : times.get(0);
    }

    /** When the row of a worker was first missing, 0 if it is there. */
    synchronized long left(long pid) {
        return gone.getOrDefault(pid, 0L);
    }

    /** The longest time between two heartbeats of one of these workers of which the second came after that moment. */
    synchronized long longestPause(Collection<Long> pids, long since) {
        long longest = 0;
        for (long pid : pids) {
            List<Long> times = moved.getOrDefault(pid, List.of());
            for (int i = 1; i < times.size(); i++) {
                if (times.get(i) >= since) {
                    longest = Math.max(longest, times.get(i) - times.get(i - 1));
                }
            }
        }
        return longest;
    }
}
