// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.migrate;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Body;

/** What the route calls. Its database is away for a moment, just when a certain order comes in. */
public final class Shop {

    private final String unlucky;
    private final AtomicBoolean failed = new AtomicBoolean();
    private final List<String> sold = new CopyOnWriteArrayList<>();

    Shop(String unlucky) {
        this.unlucky = unlucky;
    }

    /**
     * Sells what was ordered.
     *
     * @throws IllegalStateException the first time that the unlucky order comes in
     */
    public void sell(@Body String order) {
        if (order.equals(unlucky) && failed.compareAndSet(false, true)) {
            throw new IllegalStateException("the database is away");
        }
        sold.add(order);
    }

    /** What was sold so far, in order. */
    List<String> sold() {
        return sold;
    }
}
