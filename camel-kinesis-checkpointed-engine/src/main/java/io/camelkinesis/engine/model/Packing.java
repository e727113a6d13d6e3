// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.model;

import io.camelkinesis.engine.aggregate.Aggregate;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** How a record came: by itself, as an aggregate of many, or as one of these. */
public sealed interface Packing {

    /** It came by itself. */
    record Single() implements Packing {}

    /**
     * It is an aggregate that has not been taken apart yet; no route gets to see it so.
     *
     * @param closing those of its user records that are the last of their batch; not to be changed
     */
    record Packed(Aggregate aggregate, BitSet closing) implements Packing {

        long memoryBytes() {
            return aggregate.memoryBytes() + closing.size() / Byte.SIZE;
        }
    }

    /**
     * It is a user record of an aggregate.
     *
     * @param explicitHashKey the hash key that its producer gave, null when it gave none
     * @param last whether it is the last one: with it, all of the aggregate is done
     */
    record Unpacked(@Nullable String explicitHashKey, boolean last) implements Packing {}

    Packing SINGLE = new Single();
}
