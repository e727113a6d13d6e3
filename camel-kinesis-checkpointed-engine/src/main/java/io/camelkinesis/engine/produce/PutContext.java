// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.produce;

import io.camelkinesis.engine.runtime.SerialLoop;
import java.util.random.RandomGenerator;

/** What all streams of a putter share. */
record PutContext(
        PutSettings settings,
        SerialLoop loop,
        GuardedWriter writer,
        RequestSlots slots,
        PendingRoom room,
        Packing packing,
        RandomGenerator random,
        GuardedEvents events) {}
