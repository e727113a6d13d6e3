package io.camelkinesis.engine.consume;

import io.camelkinesis.engine.model.SequenceNumber;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A route that does what the test says. */
final class FakeSink implements RecordSink {

    /** Every delivery, in order. */
    final List<Delivery> deliveries = new ArrayList<>();

    @Nullable
    RuntimeException refusal;

    @Override
    public void deliver(Delivery delivery) {
        if (refusal != null) {
            throw refusal;
        }
        deliveries.add(delivery);
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

    /** What has been delivered, in order. */
    List<Integer> numbers() {
        return deliveries.stream()
                .map(delivery ->
                        Integer.valueOf(delivery.records().get(0).sequence().digits()))
                .toList();
    }
}
