// SPDX-License-Identifier: Apache-2.0
/**
 * The Camel side of the component: URI, options, consumer and everything a user of Camel sees.
 *
 * <p>Reading order: {@link io.camelkinesis.checkpointed.KinesisCheckpointedConsumer}, {@code ConsumerAssembly},
 * {@code RouteSink}.
 */
package io.camelkinesis.checkpointed;
