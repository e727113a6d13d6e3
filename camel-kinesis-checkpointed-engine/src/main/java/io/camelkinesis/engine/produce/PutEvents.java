// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.produce;

/** Is told of what happens, on the putter's loop: to return at once. */
@FunctionalInterface
public interface PutEvents {

    void on(PutEvent event);
}
