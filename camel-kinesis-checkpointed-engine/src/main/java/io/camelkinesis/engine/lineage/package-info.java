// SPDX-License-Identifier: Apache-2.0
/** Which shards may start and which leases may be removed, decided from parents and rows. Pure. */
@NullMarked
package io.camelkinesis.engine.lineage;

import org.jspecify.annotations.NullMarked;
