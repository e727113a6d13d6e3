// SPDX-License-Identifier: Apache-2.0
/**
 * Whole fleets on virtual time, in one thread, by seed: workers of the real engine on the in-memory Kinesis and lease table,
 * with everything that can go wrong, and invariants that are checked at every step. For the project's own proofs; changes without notice.
 */
@NullMarked
package io.camelkinesis.test.simulation;

import org.jspecify.annotations.NullMarked;
