// SPDX-License-Identifier: Apache-2.0
/**
 * Micrometer meters of consumers and producers, where an application has Micrometer and a registry. {@link
 * io.camelkinesis.checkpointed.metrics.Meters} says which there are.
 */
@NullMarked
package io.camelkinesis.checkpointed.metrics;

import org.jspecify.annotations.NullMarked;
