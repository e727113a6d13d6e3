// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.testing;

import org.apache.camel.Body;

/** Where orders are shipped. */
public interface Warehouse {

    /**
     * Ships an order.
     *
     * @throws RuntimeException if that is not possible now
     */
    void ship(@Body String order);
}
