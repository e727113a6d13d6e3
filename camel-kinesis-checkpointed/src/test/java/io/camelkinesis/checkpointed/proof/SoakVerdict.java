// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.proof;

import io.camelkinesis.engine.model.SequenceNumber;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the journals of a soak prove: of what was put and accepted, of what was processed, and of what the table said.
 *
 * @param lost records that were accepted and never processed
 * @param reordered records that were processed for the first time behind a later one of their key
 * @param wentBack shards whose stored checkpoint went back or vanished
 * @param unexplained records that were processed again although nobody had disturbed the worker that had processed them; one
 *     that hands a shard over stores its checkpoint first
 * @param explained records that were processed again after the worker that had processed them had been disturbed
 * @param putTwice records that stand in the stream twice: the outcome of a put was unknown and it was put again
 */
record SoakVerdict(
        List<String> lost,
        List<String> reordered,
        List<String> wentBack,
        List<String> unexplained,
        int explained,
        int putTwice) {

    /**
     * @param accepted for each key, how many of its records have been accepted, from index 0 on
     * @param processed in the order in which they were processed
     * @param wentBack by shard, what the watch on the table saw
     * @param disturbed runs that were killed, frozen, or said that they lost a lease
     */
    static SoakVerdict of(
            Map<String, Integer> accepted,
            List<ProcessedRecord> processed,
            Map<String, String> wentBack,
            Set<Integer> disturbed) {
        Set<String> seen = new HashSet<>();
        Map<String, Integer> highest = new HashMap<>();
        Map<SequenceNumber, ProcessedRecord> bySequence = new HashMap<>();
        List<String> reordered = new ArrayList<>();
        List<String> unexplained = new ArrayList<>();
        int explained = 0;
        int putTwice = 0;
        for (ProcessedRecord record : processed) {
            ProcessedRecord before = bySequence.put(record.sequence(), record);
            boolean first = seen.add(record.name());
            if (before != null) {
                if (disturbed.contains(before.run())) {
                    explained++;
                } else {
                    unexplained.add(record.name() + " by " + before.run() + " and by " + record.run());
                }
            } else if (!first) {
                putTwice++;
            }
            if (first && record.index() < highest.getOrDefault(record.key(), -1)) {
                reordered.add(record.name() + " behind " + highest.get(record.key()));
            }
            highest.merge(record.key(), record.index(), Math::max);
        }
        List<String> lost = new ArrayList<>();
        accepted.forEach((key, count) -> {
            for (int index = 0; index < count; index++) {
                if (!seen.contains(key + ' ' + index)) {
                    lost.add(key + ' ' + index);
                }
            }
        });
        List<String> back = new ArrayList<>();
        new TreeMap<>(wentBack).forEach((shard, what) -> back.add(shard + " " + what));
        return new SoakVerdict(lost, reordered, back, unexplained, explained, putTwice);
    }
}
