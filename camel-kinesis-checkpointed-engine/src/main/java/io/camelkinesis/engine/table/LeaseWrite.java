// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.table;

import io.camelkinesis.engine.model.Lease;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What became of a conditional write to the lease table. */
public sealed interface LeaseWrite {

    /** The write was done. */
    record Applied(Lease lease) implements LeaseWrite {}

    /**
     * The condition did not hold, nothing was written.
     *
     * @param current the row as it stands, null when there is none
     */
    record Refused(@Nullable Lease current) implements LeaseWrite {}

    /** No answer came back: the write may have been done, may be done later, or never. Read the row back. */
    record Unknown(Throwable cause) implements LeaseWrite {}

    /**
     * The table refused to try, because more was asked of it than it takes: nothing was written, and nothing will be. No
     * row needs to be read back.
     */
    record Throttled(Throwable cause) implements LeaseWrite {}

    /** The one of three that fits; what was throttled counts as unknown. */
    default <T> T match(Function<Applied, T> applied, Function<Refused, T> refused, Function<Unknown, T> unknown) {
        if (this instanceof Applied a) {
            return applied.apply(a);
        }
        if (this instanceof Refused r) {
            return refused.apply(r);
        }
        return unknown.apply(this instanceof Throttled t ? new Unknown(t.cause()) : (Unknown) this);
    }
}
