// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.testing;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A warehouse that remembers what it was asked to ship, and lacks what a test says. */
final class FakeWarehouse implements Warehouse {

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> shipped = new CopyOnWriteArrayList<>();
    private final Set<String> missing = ConcurrentHashMap.newKeySet();

    @Override
    public void ship(String order) {
        asked.add(order);
        if (missing.contains(order)) {
            throw new IllegalStateException("out of stock");
        }
        shipped.add(order);
    }

    void lacks(String order) {
        missing.add(order);
    }

    void hasAgain(String order) {
        missing.remove(order);
    }

    /** What it was asked for, each time, in order. */
    List<String> asked() {
        return asked;
    }

    /** What it has shipped, in order. */
    List<String> shipped() {
        return shipped;
    }
}
