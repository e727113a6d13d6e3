// SPDX-License-Identifier: Apache-2.0
/** kinesis-local, other people's Kinesis emulator, as a child process: so that tests do not agree with our own model only. */
@NullMarked
package io.camelkinesis.test.kinesislocal;

import org.jspecify.annotations.NullMarked;
