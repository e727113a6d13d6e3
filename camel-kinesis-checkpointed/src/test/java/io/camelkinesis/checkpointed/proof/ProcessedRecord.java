// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.proof;

import io.camelkinesis.engine.model.SequenceNumber;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A line that a consuming process wrote when its route was done with a record, before the exchange completed.
 *
 * @param run which of the processes, from 0
 * @param millis when, by the clock of the machine
 * @param key partition key
 * @param index position of the record among those of its key, from 0
 * @param shard id of its shard
 * @param sequence its number in the shard
 */
record ProcessedRecord(int run, long millis, String key, int index, String shard, SequenceNumber sequence) {

    /** What names the record. */
    String name() {
        return key + ' ' + index;
    }

    String line() {
        return run + " " + millis + " " + key + " " + index + " " + shard + " " + sequence.digits() + "\n";
    }

    private static ProcessedRecord parse(String line) {
        String[] words = line.split(" ");
        return new ProcessedRecord(
                Integer.parseInt(words[0]),
                Long.parseLong(words[1]),
                words[2],
                Integer.parseInt(words[3]),
                words[4],
                SequenceNumber.of(words[5]));
    }

    /** All whole lines of the file, in the order in which they were written. */
    static List<ProcessedRecord> read(Path file) {
        try {
            if (!Files.exists(file)) {
                return List.of();
            }
            String text = Files.readString(file, StandardCharsets.US_ASCII);
            return text.substring(0, text.lastIndexOf('\n') + 1)
                    .lines()
                    .map(ProcessedRecord::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
