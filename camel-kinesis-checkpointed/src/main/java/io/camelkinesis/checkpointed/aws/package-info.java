// SPDX-License-Identifier: Apache-2.0
/** The engine's ports over Kinesis and DynamoDB, and the clients for them. Knows nothing of Camel. */
@NullMarked
package io.camelkinesis.checkpointed.aws;

import org.jspecify.annotations.NullMarked;
