// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.produce;

/** A record that was handed over and is not done. */
final class Pending {
    final PutRecord record;
    final PutListener listener;
    final long sinceNanos;

    Pending(PutRecord record, PutListener listener, long sinceNanos) {
        this.record = record;
        this.listener = listener;
        this.sinceNanos = sinceNanos;
    }
}
