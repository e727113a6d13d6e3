// SPDX-License-Identifier: Apache-2.0
/** Time that a test moves: {@link io.camelkinesis.test.time.VirtualTime} without threads, {@link io.camelkinesis.test.time.MovableClock} beside them. */
@NullMarked
package io.camelkinesis.test.time;

import org.jspecify.annotations.NullMarked;
