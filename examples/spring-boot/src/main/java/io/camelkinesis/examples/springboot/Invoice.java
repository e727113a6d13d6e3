// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.springboot;

import org.apache.camel.Body;

/**
 * What a customer has to pay.
 *
 * @param order number of the order
 * @param customer who pays
 * @param cents how much
 */
public record Invoice(int order, String customer, long cents) {

    /** The invoice for an order. */
    public static Invoice of(@Body Order order) {
        return new Invoice(order.number(), order.customer(), Math.multiplyExact(order.cents(), order.pieces()));
    }
}
