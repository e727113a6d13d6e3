// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.exactlyonce;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

/** Made-up orders: the customer is the partition key, the worth in cents is the payload. */
final class Orders {

    private static final int CUSTOMERS = 20;
    private static final int MOST_CENTS = 100_000;

    private final KinesisClient kinesis;
    private final String stream;
    private final Random random;
    private final Map<String, Total> totals = new TreeMap<>();

    Orders(KinesisClient kinesis, String stream, Random random) {
        this.kinesis = kinesis;
        this.stream = stream;
        this.random = random;
    }

    /** Puts so many more, at most the 500 of one request. */
    void put(int orders) {
        List<PutRecordsRequestEntry> records = new ArrayList<>();
        for (int i = 0; i < orders; i++) {
            String customer = "customer-" + (1 + random.nextInt(CUSTOMERS));
            long cents = 1L + random.nextInt(MOST_CENTS);
            records.add(PutRecordsRequestEntry.builder()
                    .partitionKey(customer)
                    .data(SdkBytes.fromUtf8String(Long.toString(cents)))
                    .build());
            totals.put(customer, totals.getOrDefault(customer, Total.NOTHING).plus(cents));
        }
        PutRecordsResponse response =
                kinesis.putRecords(put -> put.streamName(stream).records(records));
        if (response.failedRecordCount() > 0) {
            throw new IllegalStateException("Kinesis has rejected " + response.failedRecordCount() + " records");
        }
    }

    /** What the orders so far make for each customer. */
    Map<String, Total> totals() {
        return Map.copyOf(totals);
    }

    /** Orders so far. */
    long count() {
        return Outcome.orders(totals);
    }
}
