// SPDX-License-Identifier: Apache-2.0
/** A Kinesis and a DynamoDB to try things with, as one program. */
@NullMarked
package io.camelkinesis.test.emulators;

import org.jspecify.annotations.NullMarked;
