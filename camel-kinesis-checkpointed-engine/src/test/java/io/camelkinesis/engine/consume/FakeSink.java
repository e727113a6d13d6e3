// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.StreamRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A route that does what the test says. */
final class FakeSink implements RecordSink {

    /** Every delivery, in order. */
    final List<Delivery> deliveries = new ArrayList<>();

    /** Every delivery to the dead letter endpoint, in order, and why. */
    final List<Delivery> letters = new ArrayList<>();

    final List<DeadLetter> reasons = new ArrayList<>();

    @Nullable
    RuntimeException refusal;

    @Override
    public void deliver(Delivery delivery) {
        if (refusal != null) {
            throw refusal;
        }
        deliveries.add(delivery);
    }

    @Override
    public void deadLetter(Delivery delivery, DeadLetter why) {
        letters.add(delivery);
        reasons.add(why);
    }

    /** The latest delivery of this record. */
    Delivery of(SequenceNumber sequence) {
        for (int i = deliveries.size() - 1; i >= 0; i--) {
            if (deliveries.get(i).records().get(0).sequence().equals(sequence)) {
                return deliveries.get(i);
            }
        }
        throw new AssertionError(sequence + " has not been delivered; these have: " + numbers());
    }

    /** What has been delivered, in order, as {@code first} or {@code first-last}. */
    List<String> ranges() {
        return deliveries.stream().map(FakeSink::range).toList();
    }

    static String range(Delivery delivery) {
        List<StreamRecord> records = delivery.records();
        String first = records.get(0).sequence().digits();
        return records.size() == 1
                ? first
                : first + "-" + records.get(records.size() - 1).sequence().digits();
    }

    /** The first record of what has been delivered, in order. */
    List<Integer> numbers() {
        return deliveries.stream()
                .map(delivery ->
                        Integer.valueOf(delivery.records().get(0).sequence().digits()))
                .toList();
    }
}
