/** The lease table in memory: for engine tests and simulations on virtual time. */
@NullMarked
package io.camelkinesis.test.lease;

import org.jspecify.annotations.NullMarked;
