// SPDX-License-Identifier: Apache-2.0
/** The format in which Amazon's producer library packs many small records into one. Bytes in, records out; nothing else. */
@NullMarked
package io.camelkinesis.engine.aggregate;

import org.jspecify.annotations.NullMarked;
