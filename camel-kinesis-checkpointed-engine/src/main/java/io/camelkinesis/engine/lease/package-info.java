// SPDX-License-Identifier: Apache-2.0
/** Who reads which shard: membership, assignment, terms and the port to the lease table. */
@NullMarked
package io.camelkinesis.engine.lease;

import org.jspecify.annotations.NullMarked;
