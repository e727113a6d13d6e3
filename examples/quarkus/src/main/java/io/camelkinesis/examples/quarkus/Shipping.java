// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.quarkus;

import jakarta.enterprise.context.ApplicationScoped;

/** What is done with an order: a bean like any other. */
@ApplicationScoped
class Shipping {

    /** The shipment of an order. */
    String ship(String order) {
        return order + " is shipped";
    }
}
