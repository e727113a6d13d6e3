// SPDX-License-Identifier: Apache-2.0
/** Puts records into streams: many in a request, those of one partition key in the order in which they came. */
@NullMarked
package io.camelkinesis.engine.produce;

import org.jspecify.annotations.NullMarked;
