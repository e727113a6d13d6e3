// SPDX-License-Identifier: Apache-2.0
/** The composition root: {@link io.camelkinesis.engine.worker.Worker} joins leases, reading and delivery. */
@NullMarked
package io.camelkinesis.engine.worker;

import org.jspecify.annotations.NullMarked;
