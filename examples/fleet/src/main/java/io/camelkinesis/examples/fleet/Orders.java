// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.fleet;

import io.camelkinesis.test.kinesis.InMemoryKinesis;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The orders: numbers, of which each is put once and how often it is done is counted. */
final class Orders {

    private static final int CUSTOMERS = 50;

    private final InMemoryKinesis kinesis;
    private final String stream;
    private final Map<Integer, Integer> timesDone = new ConcurrentHashMap<>();
    private int put;

    Orders(InMemoryKinesis kinesis, String stream) {
        this.kinesis = kinesis;
        this.stream = stream;
    }

    /** Puts the next one. */
    void put() {
        put++;
        kinesis.put(stream, "customer-" + put % CUSTOMERS, Integer.toString(put));
    }

    /** A worker has done this one. */
    void done(String order) {
        timesDone.merge(Integer.valueOf(order), 1, Integer::sum);
    }

    int countPut() {
        return put;
    }

    /** Orders that were done at least once. */
    int countDone() {
        return timesDone.size();
    }

    /** Orders that were put and never done. */
    List<Integer> lost() {
        List<Integer> lost = new ArrayList<>();
        for (int order = 1; order <= put; order++) {
            if (!timesDone.containsKey(order)) {
                lost.add(order);
            }
        }
        return lost;
    }

    /** How often an order was done again. */
    int countRepeated() {
        return timesDone.values().stream().mapToInt(times -> times - 1).sum();
    }
}
