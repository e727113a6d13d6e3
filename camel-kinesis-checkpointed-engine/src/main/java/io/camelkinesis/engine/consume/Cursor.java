// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

/** A reader's own note of where it stands in a shard: a shard iterator, a subscription. Opaque to everyone else. */
public interface Cursor {}
