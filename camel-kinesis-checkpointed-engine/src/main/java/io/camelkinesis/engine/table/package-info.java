// SPDX-License-Identifier: Apache-2.0
/** The port to the lease table, seen alike by those who decide about leases and by those who store checkpoints. */
@NullMarked
package io.camelkinesis.engine.table;

import org.jspecify.annotations.NullMarked;
