// SPDX-License-Identifier: Apache-2.0
/** The lease table in memory: for engine tests and simulations on virtual time. For the project's own proofs; changes without notice. */
@NullMarked
package io.camelkinesis.test.lease;

import org.jspecify.annotations.NullMarked;
