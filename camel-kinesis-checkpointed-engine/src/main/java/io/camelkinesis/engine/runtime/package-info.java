/** Time, serial execution, events, and the composition root {@link io.camelkinesis.engine.runtime.Worker}. */
@NullMarked
package io.camelkinesis.engine.runtime;

import org.jspecify.annotations.NullMarked;
