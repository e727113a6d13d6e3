// SPDX-License-Identifier: Apache-2.0
/** Servers in a JVM of their own that never outlive the JVM that started them. */
@NullMarked
package io.camelkinesis.test.process;

import org.jspecify.annotations.NullMarked;
