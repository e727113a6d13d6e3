// SPDX-License-Identifier: Apache-2.0
/** What everything else stands on: the ports to time and threads, serial execution, back-off, and the events. */
@NullMarked
package io.camelkinesis.engine.runtime;

import org.jspecify.annotations.NullMarked;
