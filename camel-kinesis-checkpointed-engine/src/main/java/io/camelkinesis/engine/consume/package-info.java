// SPDX-License-Identifier: Apache-2.0
/** The record path of one shard: fetch, window, lane, delivery, completion, checkpoint. */
@NullMarked
package io.camelkinesis.engine.consume;

import org.jspecify.annotations.NullMarked;
