// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import java.time.Duration;

/**
 * A delivery that fails now, until it is done: also while it is being tried again.
 *
 * @param atDeadLetter whether it is the dead letter endpoint that does not take it
 * @param refusals how often that has not taken it so far; 0 also while it is on its way there for the first time
 * @param repeats how often it was to be tried again, at the route or the dead letter endpoint
 * @param error what the last try failed with
 * @param since how long ago it failed for the first time
 * @param last how long ago it failed for the last time
 */
public record DeliveryFailure(
        boolean atDeadLetter, int refusals, int repeats, Throwable error, Duration since, Duration last) {}
