// SPDX-License-Identifier: Apache-2.0
/**
 * Kinesis in memory: {@link io.camelkinesis.test.kinesis.InMemoryKinesis} is one model of the service with its limits,
 * behind the ports of the engine and behind the interfaces of the AWS SDK. Faults come by order or by seed.
 */
@NullMarked
package io.camelkinesis.test.kinesis;

import org.jspecify.annotations.NullMarked;
